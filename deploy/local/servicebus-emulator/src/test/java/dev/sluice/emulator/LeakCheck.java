package dev.sluice.emulator;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when Netty finds a buffer that was let go without being released. It learns of that from the garbage
 * collector, so it may have been an earlier class: the report says where the buffer was touched.
 */
public final class LeakCheck implements AfterAllCallback {

    private static final AtomicReference<String> LEAK = new AtomicReference<>();
    private static final Queue<Runnable> RELEASES = new ConcurrentLinkedQueue<>();

    static {
        // Before the first buffer: the detectors are made once.
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long maxActive) {
                return new Recording<>(type, interval);
            }
        });
    }

    /** Has channels in memory give up, at the end of the test class, what nobody read. */
    public static void afterwards(Runnable release) {
        RELEASES.add(release);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (var release = RELEASES.poll(); release != null; release = RELEASES.poll()) {
            release.run();
        }
        requireNone();
    }

    /** Looks for leaks up to now. */
    static void requireNone() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // A leak is reported when the next buffer is tracked.
            UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        var leak = LEAK.getAndSet(null);
        if (leak != null) {
            throw new AssertionError("a buffer was not released: " + leak);
        }
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {

        @SuppressWarnings("deprecation")
        Recording(Class<T> type, int interval) {
            super(type, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAK.compareAndSet(null, resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAK.compareAndSet(null, resourceType);
        }
    }
}
