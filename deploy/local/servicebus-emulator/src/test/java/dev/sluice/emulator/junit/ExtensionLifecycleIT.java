package dev.sluice.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.ServiceBusEmulator;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** How long an emulator lives: the extension is called as JUnit calls it. */
class ExtensionLifecycleIT {

    private final ServiceBusEmulatorExtension bus = ServiceBusEmulatorExtension.of(ServiceBusEmulator.builder());

    @Test
    void inAStaticFieldAsLongAsTheOuterClass() throws IOException {
        assertThatThrownBy(bus::emulator).isInstanceOf(IllegalStateException.class);
        bus.beforeAll(null);
        int port = bus.emulator().port();
        int adminPort = bus.emulator().adminPort();
        bus.beforeEach(null);
        bus.afterEach(null);
        bus.beforeAll(null);
        bus.afterAll(null);
        assertThat(bus.emulator().port()).as("after a nested class").isEqualTo(port);
        new Socket("127.0.0.1", port).close();
        bus.afterAll(null);
        assertGone(port, adminPort);
    }

    @Test
    void inAnInstanceFieldAsLongAsTheTest() throws IOException {
        bus.beforeEach(null);
        int port = bus.emulator().port();
        int adminPort = bus.emulator().adminPort();
        new Socket("127.0.0.1", port).close();
        bus.afterEach(null);
        assertGone(port, adminPort);
    }

    private void assertGone(int... ports) {
        assertThatThrownBy(bus::emulator).isInstanceOf(IllegalStateException.class);
        for (int port : ports) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(IOException.class);
        }
    }
}
