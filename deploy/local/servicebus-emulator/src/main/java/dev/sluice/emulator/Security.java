package dev.sluice.emulator;

import dev.sluice.emulator.amqp.TlsFiles;
import dev.sluice.emulator.security.AccessRight;
import dev.sluice.emulator.security.SasKey;
import dev.sluice.emulator.security.SasKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What the builder was told of keys and certificates, and the connection strings that follow from it. */
final class Security {

    private static final SasKey ANY = new SasKey(SasKey.ROOT, "SAS_KEY_VALUE", EnumSet.of(AccessRight.MANAGE));
    private static final String HIDDEN = "***";

    private final List<SasKey> keys = new ArrayList<>();
    private TlsFiles tls;

    void add(String name, String key, AccessRight... rights) {
        var given = rights.length == 0 ? EnumSet.allOf(AccessRight.class) : EnumSet.copyOf(List.of(rights));
        keys.add(new SasKey(name, key, given));
    }

    void tls(Path certificate, Path key) {
        tls = new TlsFiles(certificate, key);
    }

    /** The files, or null. */
    TlsFiles tls() {
        return tls;
    }

    SasKeys keys() {
        return new SasKeys(keys);
    }

    boolean hasKeys() {
        return !keys.isEmpty();
    }

    /**
     * What a client connects with.
     *
     * @param port to connect to
     * @param plain whether that is without TLS, which SDKs do only for what they take for the official emulator
     * @param reveal whether a key that was set is spelled out
     */
    String connectionString(String host, int port, boolean plain, boolean reveal) {
        var key = keys().main().orElse(ANY);
        var address = host.contains(":") ? "[" + host + "]" : host;
        return "Endpoint=sb://" + address + ":" + port
                + ";SharedAccessKeyName=" + key.name()
                + ";SharedAccessKey=" + (reveal || key.equals(ANY) ? key.key() : HIDDEN)
                + (plain ? ";UseDevelopmentEmulator=true;" : ";");
    }
}
