package dev.sluice.functions.app;

/** Which key a caller of an HTTP function must bring. */
public enum AuthLevel {
    /** None. */
    ANONYMOUS,
    /** The function's own, a host key or the master key. */
    FUNCTION,
    /** The master key. */
    ADMIN
}
