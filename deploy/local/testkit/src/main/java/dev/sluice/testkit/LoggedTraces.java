package dev.sluice.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.MDC;

/** The trace ids of the lines that a logger writes, as the framework's formats would show them. */
public final class LoggedTraces extends Handler implements AutoCloseable {
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final Logger logger;

    /** @param logger the class that is listened to */
    public LoggedTraces(Class<?> logger) {
        this.logger = Logger.getLogger(logger.getName());
        this.logger.addHandler(this);
    }

    /** As many as there were lines; an empty one for a line without a trace. */
    public List<String> ids() {
        return traces;
    }

    @Override
    public void publish(LogRecord line) {
        String trace = MDC.get("traceId");
        traces.add(trace == null ? "" : trace);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
