package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files that were torn or damaged: what is whole is kept, what is lost is said, and nothing is made up. The random damage is
 * done again by {@code -Dsluice.seed=N}, and more of it by {@code -Dsluice.rounds=N}.
 */
class DamageIT extends StoreTest {

    private static final int MESSAGES = 400;
    private static final int SETTLED = 100;
    private static final int ROUNDS = Integer.getInteger("sluice.rounds", 40);
    private static final String PADDING = "x".repeat(500);

    private Path image;

    /** Sends and settles in many commits, so that the file has many chunks. */
    @BeforeEach
    void fill() throws IOException {
        open(data(), QueueOptions.named("q"));
        for (int i = 0; i < MESSAGES; i += 20) {
            send("q", IntStream.range(i, i + 20).mapToObj(DamageIT::text).toArray(String[]::new));
            kept();
        }
        for (int i = 0; i < SETTLED; i++) {
            complete("q");
        }
        image = killed();
        store.close();
    }

    @Test
    void aWholeFileSaysNothing() {
        assertThat(restored(image)).hasSize(MESSAGES - SETTLED);
        assertThat(log()).doesNotContain("SEVERE").doesNotContain("WARNING");
        assertThat(damagedCopies(image)).isEmpty();
    }

    @Test
    void aFileThatLostItsEndSaysSoWhereverItEnds() throws Exception {
        long size = Files.size(file(image));
        int kept = 0;
        for (long length = size - 1; length > 8192; length -= size / 40 + 7) {
            var copy = copy();
            truncate(file(copy), length);
            kept += opensOrExplains(copy) ? 1 : 0;
        }
        assertThat(kept)
                .as("at least a file that lost its last chunk only is taken back to the one before")
                .isPositive();
    }

    @Test
    void flippedBytesAreFoundWhereverTheyAre() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        var random = new Random(seed);
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var copy = copy();
            long size = Files.size(file(copy));
            // Half of them near the end, where the newest chunks are.
            long from = round % 2 == 0 ? 8192 : size - 40_000;
            flip(file(copy), random, from, size, 1 + random.nextInt(30));
            try {
                opened += opensOrExplains(copy) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed + " in round " + round + ": " + e, e);
            }
        }
        assertThat(opened).as("most of the damage is survived; seed " + seed).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void aDamagedBodyIsDroppedSaidAndSavedFromAtTheNextStart() throws Exception {
        var copy = copy();
        int victim = 250;
        overwrite(file(copy), text(victim), 100, "DAMAGED");
        assertThat(restored(copy)).hasSize(MESSAGES - SETTLED - 1).doesNotContain(text(victim));
        assertThat(log()).contains("is damaged: message body");
        store.close();
        open(copy, QueueOptions.named("q"));
        assertThat(damagedCopies(copy)).hasSize(1);
        assertThat(bodies("q")).isEmpty();
        store.close();
        open(copy, QueueOptions.named("q"));
        assertThat(damagedCopies(copy)).as("saved once").hasSize(1);
    }

    @Test
    void aFileWithoutItsHeaderIsSaved() throws Exception {
        var copy = copy();
        try (var file = new RandomAccessFile(file(copy).toFile(), "rw")) {
            file.write(new byte[8192]);
        }
        assertThat(restored(copy)).hasSize(MESSAGES - SETTLED);
        assertThat(log()).contains("messages.mv is damaged").contains("300 of 300 messages are whole and kept");
        assertThat(damagedCopies(copy)).hasSize(1);
    }

    @Test
    void garbageAnEmptyFileAndAMissingOneAreLeftAsTheyAre() throws Exception {
        for (var content : List.of("garbage ".repeat(5000), "")) {
            var copy = copy();
            Files.writeString(file(copy), content);
            assertThatThrownBy(() -> open(copy))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("messages.mv can't be used, and nothing in it can be saved");
            assertThat(Files.readString(file(copy))).isEqualTo(content);
            assertThat(damagedCopies(copy)).isEmpty();
        }
        var copy = copy();
        Files.delete(file(copy));
        assertThatThrownBy(() -> open(copy)).isInstanceOf(StoreException.class).hasMessageContaining("it is missing");
        assertThat(file(copy)).doesNotExist();
    }

    @Test
    void aFileOfAnotherVersionIsRefusedAndLeftAsItIs() throws Exception {
        var copy = copy();
        try (var other = MVStore.open(file(copy).toString())) {
            other.setStoreVersion(7);
        }
        var before = Files.readAllBytes(file(copy));
        assertThatThrownBy(() -> open(copy))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was written in format 7, and this version knows 1 only");
        assertThat(Files.readAllBytes(file(copy))).isEqualTo(before);
        var newer = Files.readString(file(copy), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(newer).contains("format:3");
    }

    @Test
    void aSalvageThatEndedBetweenTwoLinesIsFinished() throws Exception {
        var copy = copy();
        Files.move(file(copy), copy.resolve("messages.mv.salvaged"));
        assertThat(restored(copy)).hasSize(MESSAGES - SETTLED);
        assertThat(file(copy)).exists();
    }

    /** Whether it opens; then everything in it was sent and not settled, or the log says what is missing. */
    private boolean opensOrExplains(Path directory) throws IOException {
        var before = Files.readAllBytes(file(directory));
        int lines = log().length();
        try {
            var found = restored(directory);
            var said = log().substring(lines);
            assertThat(sent()).as("nothing is made up").containsAll(found);
            var expected = new HashSet<>(sent().subList(SETTLED, MESSAGES));
            expected.removeAll(found);
            if (!expected.isEmpty()) {
                assertThat(said)
                        .as("lost: " + expected.size())
                        .contains("SEVERE")
                        .contains("messages.mv is damaged");
            }
            if (said.contains("The damaged file is kept as")) {
                assertThat(Files.size(damagedCopies(directory).get(0))).isEqualTo(before.length);
            } else {
                assertThat(found).as("nothing settled comes back unsaid").doesNotContainAnyElementsOf(settled());
            }
            return true;
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("messages.mv").hasMessageContaining("nothing in it can be saved");
            assertThat(Files.readAllBytes(file(directory))).isEqualTo(before);
            return false;
        } finally {
            store.close();
        }
    }

    private Set<String> restored(Path directory) {
        open(directory, QueueOptions.named("q"));
        var found = new HashSet<String>();
        for (var next = queue("q").receive(1000, ReceiveMode.RECEIVE_AND_DELETE);
                !next.isEmpty() || broker.counts("q").orElseThrow().active() > 0;
                next = queue("q").receive(1000, ReceiveMode.RECEIVE_AND_DELETE)) {
            next.forEach(delivery -> found.add(body(delivery.message())));
        }
        kept();
        return found;
    }

    private static List<String> sent() {
        return IntStream.range(0, MESSAGES).mapToObj(DamageIT::text).toList();
    }

    private static List<String> settled() {
        return sent().subList(0, SETTLED);
    }

    private static String text(int number) {
        return "message-" + number + "-" + PADDING + "-" + number;
    }

    private static Path file(Path directory) {
        return directory.resolve("messages.mv");
    }

    private static List<Path> damagedCopies(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("messages.mv.damaged-"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path copy() throws IOException {
        var copy = Files.createTempDirectory(folder, "copy");
        for (var name : List.of("messages.mv", "acknowledged")) {
            Files.copy(image.resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private static void truncate(Path file, long length) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
    }

    private static void flip(Path file, Random random, long from, long to, int count) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < count; i++) {
                long at = from + (long) (random.nextDouble() * (to - from));
                open.seek(at);
                int value = open.read();
                open.seek(at);
                open.write(value ^ 1 << random.nextInt(8));
            }
        }
    }

    /** Changes every copy of a text in a file: old chunks may hold it too. */
    private static void overwrite(Path file, String text, int offset, String with) throws IOException {
        var bytes = Files.readAllBytes(file);
        var content = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
                open.seek(at + offset);
                open.write(bytes(with));
            }
        }
    }
}
