package dev.sluice.emulator.security;

import java.util.Set;

/**
 * A shared access policy: its name, its key, and what holders of the key may do in the whole namespace.
 *
 * @param name as in {@code SharedAccessKeyName}
 * @param key as in {@code SharedAccessKey}: its characters are the secret, they are not decoded
 * @param rights at least one
 */
public record SasKey(String name, String key, Set<AccessRight> rights) {

    /** The name of the policy that every namespace in Azure is born with. */
    public static final String ROOT = "RootManageSharedAccessKey";

    /** Refuses what nobody could use. */
    public SasKey {
        // The name stands in tokens and connection strings, whose separators it must not contain.
        if (name == null || !name.matches("[A-Za-z0-9._-]{1,256}")) {
            throw new IllegalArgumentException("the name of a shared access key must be of letters, digits, . _ and -");
        }
        if (key == null || !key.matches("[\\x21-\\x3a\\x3c-\\x7e]{1,256}")) {
            throw new IllegalArgumentException("shared access key '" + name
                    + "' needs 1 to 256 printable ASCII characters without blanks and semicolons");
        }
        if (rights.isEmpty()) {
            throw new IllegalArgumentException("shared access key '" + name + "' needs at least one right");
        }
        rights = Set.copyOf(rights);
    }

    /** Leaves the key out: this ends up in logs. */
    @Override
    public String toString() {
        return name + rights;
    }
}
