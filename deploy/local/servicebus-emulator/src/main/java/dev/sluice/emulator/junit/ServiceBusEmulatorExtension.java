package dev.sluice.emulator.junit;

import dev.sluice.emulator.ServiceBusEmulator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An emulator for the tests of a class. In a static field, or with {@code @ExtendWith}, it runs as long as the class and
 * is emptied before each test, while its clients stay connected; in an instance field each test gets a new one.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ServiceBusEmulatorExtension bus =
 *         ServiceBusEmulatorExtension.of(ServiceBusEmulator.builder().queue(QueueOptions.named("orders")));
 *
 * @Test
 * void sends(@ConnectionString String connectionString, ServiceBusEmulator emulator) { ... }
 * }</pre>
 *
 * <p>Tests that share an emulator must not run at the same time: each would be emptied by the next.
 */
public final class ServiceBusEmulatorExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final ServiceBusEmulator.Builder builder;
    private ServiceBusEmulator emulator;
    // A nested class is a class inside the first one's life.
    private int classes;

    /** For {@code @ExtendWith}: queues are made when they are first addressed. */
    public ServiceBusEmulatorExtension() {
        this(ServiceBusEmulator.builder().adminPort(-1));
    }

    private ServiceBusEmulatorExtension(ServiceBusEmulator.Builder builder) {
        this.builder = builder;
    }

    /** For {@code @RegisterExtension}: an emulator as the builder describes it. */
    public static ServiceBusEmulatorExtension of(ServiceBusEmulator.Builder builder) {
        return new ServiceBusEmulatorExtension(builder);
    }

    /**
     * The emulator.
     *
     * @throws IllegalStateException outside of the life of the class or test that it belongs to
     */
    public ServiceBusEmulator emulator() {
        if (emulator == null) {
            throw new IllegalStateException("the emulator is not running: it starts before the first test of its class"
                    + " or, in an instance field, before each test");
        }
        return emulator;
    }

    /** What clients connect with; fails as {@link #emulator} does. */
    public String connectionString() {
        return emulator().connectionString();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            emulator = builder.start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (classes == 0) {
            emulator = builder.start();
        } else {
            emulator.clear();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == ServiceBusEmulator.class
                || type == String.class && parameter.isAnnotated(ConnectionString.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(ConnectionString.class) ? connectionString() : emulator();
    }

    private void stop() {
        var running = emulator;
        emulator = null;
        if (running != null) {
            running.close();
        }
    }
}
