package dev.sluice.functions.handler;

/** The host that this one stands in for, as it names itself to a handler. */
final class HostVersion {

    static final String VERSION = "4.1052.300.0";
    static final String VERSION_HEADER = "X-Azure-Functions-HostVersion";
    static final String INVOCATION_HEADER = "X-Azure-Functions-InvocationId";
    static final String USER_AGENT = "Azure-Functions-Host/" + VERSION;

    private HostVersion() {}
}
