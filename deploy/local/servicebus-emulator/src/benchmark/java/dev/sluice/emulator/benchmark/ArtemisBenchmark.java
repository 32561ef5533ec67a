package dev.sluice.emulator.benchmark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The emulator beside Apache Artemis: both served by the same client, each in a process of its own with the same heap,
 * rounds taken in turn. Run it with {@code mvn verify -pl deploy/local/servicebus-emulator -Partemis -DskipTests}.
 */
public final class ArtemisBenchmark {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int MESSAGES = Integer.getInteger("messages", 100_000);

    private ArtemisBenchmark() {}

    /**
     * Prints the figures.
     *
     * @param arguments the emulator's jar, then the durabilities to compare; all of them if none is named
     */
    public static void main(String[] arguments) throws Exception {
        var jar = Path.of(arguments[0]);
        var asked = List.of(arguments).subList(1, arguments.length);
        System.out.println(Processors.description());
        boolean durable = help(jar).contains("--data");
        for (var durability : Durability.values()) {
            if (!asked.isEmpty() && !asked.contains(durability.name().toLowerCase(java.util.Locale.ROOT))) {
                continue;
            }
            if (durability != Durability.MEMORY && !durable) {
                System.out.println(durability + ": left out, this emulator has no --data");
                continue;
            }
            compare(jar, durability);
        }
    }

    private static void compare(Path jar, Durability durability) throws Exception {
        var send = new Comparison(durability + ": send");
        var receive = new Comparison(durability + ": receive and settle");
        try (var sluice = Broker.sluice(jar, durability);
                var artemis = Broker.artemis(durability)) {
            for (int round = 0; round < WARM_UP; round++) {
                round(sluice, durability);
                round(artemis, durability);
            }
            for (int round = 0; round < ROUNDS; round++) {
                var ours = round(sluice, durability);
                var theirs = round(artemis, durability);
                send.add(ours.get(0), theirs.get(0));
                receive.add(ours.get(1), theirs.get(1));
            }
        }
        Comparison.printHeading();
        send.print();
        receive.print();
    }

    private static List<Measured> round(Broker broker, Durability durability) throws Exception {
        try (var load = new Load(broker.port())) {
            return List.of(
                    Measured.of(broker, MESSAGES, () -> load.send(MESSAGES, durability != Durability.MEMORY)),
                    Measured.of(broker, MESSAGES, () -> load.receive(MESSAGES)));
        }
    }

    private static String help(Path jar) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--help")
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
