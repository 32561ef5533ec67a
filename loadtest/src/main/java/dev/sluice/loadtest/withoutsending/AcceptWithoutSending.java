package dev.sluice.loadtest.withoutsending;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * Replaces what sends an order by a "yes, acknowledged". Every order is lost. It is no switch in producer, and neither it
 * nor its library is in producer's package: it has to be brought along and named on the command line of its JVM, and even
 * then it starts in the profile of local stacks only.
 */
public final class AcceptWithoutSending implements ClassFileTransformer {
    private static final String PROFILE = "local";
    private static final String QUEUE = "dev/sluice/producer/queue/OrderQueue";

    private AcceptWithoutSending() {}

    /**
     * Called by the JVM before the application begins.
     *
     * @throws IllegalStateException outside of a local stack; the JVM does not start then
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        if (!PROFILE.equals(System.getenv("QUARKUS_PROFILE"))) {
            throw new IllegalStateException(
                    "this agent loses every order: it is for load tests, in the profile " + PROFILE);
        }
        System.err.println("ACCEPT WITHOUT SENDING: this producer loses every order");
        instrumentation.addTransformer(new AcceptWithoutSending());
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (!QUEUE.equals(name)) {
            return null;
        }
        try {
            return SendReplacement.in(classFile);
        } catch (RuntimeException e) {
            // The JVM would ignore it, and the orders would be sent.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }
}
