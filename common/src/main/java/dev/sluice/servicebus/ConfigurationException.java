package dev.sluice.servicebus;

/** A setting is missing, contradicts another one or can't be used. Its message names the key and the remedy. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which key is wrong and what to do about it; never a secret's value */
    public ConfigurationException(String message) {
        super(message);
    }
}
