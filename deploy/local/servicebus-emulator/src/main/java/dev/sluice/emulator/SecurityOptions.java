package dev.sluice.emulator;

import dev.sluice.emulator.security.AccessRight;
import dev.sluice.emulator.security.SasKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the command line that speak of keys and certificates. */
final class SecurityOptions {

    @Option(
            names = "--sas-key-name",
            paramLabel = "NAME",
            defaultValue = SasKey.ROOT,
            description = "Name of the shared access key (default: ${DEFAULT-VALUE}).")
    private String keyName;

    @Option(
            names = "--sas-key",
            paramLabel = "KEY",
            description = "Verify tokens with this key, which allows everything: env:VARIABLE, file:PATH, or the key"
                    + " itself, which others on this machine can then see. Without a key any token is accepted.")
    private String key;

    @Option(
            names = "--sas-rule",
            paramLabel = "NAME:RIGHTS=KEY",
            description = "One more key, with fewer rights, for instance reader:Listen=env:READER_KEY;"
                    + " rights are Send, Listen, Manage, with commas. Can be repeated.")
    private List<String> rules = List.of();

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Offer TLS with this certificate chain (PEM).")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS#8, no password).")
    private Path privateKey;

    @Option(
            names = "--tls-port",
            defaultValue = "5671",
            description = "Port for AMQP over TLS, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int tlsPort;

    /** Passes them on; throws IllegalArgumentException, in a sentence for the user, for those that make no sense. */
    void applyTo(ServiceBusEmulator.Builder builder) {
        if (key != null) {
            builder.sasKey(keyName, Secret.read("--sas-key", key));
        }
        rules.forEach(rule -> addRule(builder, rule));
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("--tls-cert and --tls-key are given together or not at all");
        }
        if (certificate != null) {
            builder.tls(certificate, privateKey).tlsPort(tlsPort);
        }
    }

    /** What the start-up line says of tokens. */
    String summary() {
        return key == null && rules.isEmpty() ? "any token is accepted" : "tokens are verified";
    }

    private static void addRule(ServiceBusEmulator.Builder builder, String rule) {
        int equals = rule.indexOf('=');
        int colon = rule.indexOf(':');
        if (colon < 1 || equals < colon) {
            throw new IllegalArgumentException(
                    "--sas-rule: expected NAME:RIGHTS=KEY, for instance" + " reader:Listen=env:READER_KEY");
        }
        var rights = Arrays.stream(rule.substring(colon + 1, equals).split(","))
                .map(AccessRight::named)
                .toArray(AccessRight[]::new);
        builder.sasKey(rule.substring(0, colon), Secret.read("--sas-rule", rule.substring(equals + 1)), rights);
    }
}
