package dev.sluice.auth;

/** Who asks callers who they are. */
public enum AuthMode {
    /** Nobody: for one machine only. */
    OFF,
    /** This service, for a signed token (JWT). */
    JWT,
    /** The Functions host, for a function key, before it forwards a request. */
    HOST_KEYS
}
