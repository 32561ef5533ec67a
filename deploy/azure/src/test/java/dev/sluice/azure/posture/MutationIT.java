package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every invariant can fail: for each there is a mistake that it alone notices. */
class MutationIT {
    private static final List<Mutation> MUTATIONS = Stream.of(
                    NetworkMutations.all(), DataMutations.all(), FunctionMutations.all())
            .flatMap(List::stream)
            .toList();

    @TempDir
    static Path directory;

    private static ExecutorService twoAtOnce;
    private static final Map<Mutation, Future<List<String>>> NOTICED = new LinkedHashMap<>();

    @BeforeAll
    static void makeAllMistakes() {
        Tools.require("jq");
        twoAtOnce = Executors.newFixedThreadPool(2);
        for (Mutation mutation : MUTATIONS) {
            Path place = directory.resolve("mutation-" + NOTICED.size());
            NOTICED.put(mutation, twoAtOnce.submit(() -> mutation.noticed(Files.createDirectory(place))));
        }
    }

    @AfterAll
    static void stop() {
        if (twoAtOnce != null) {
            twoAtOnce.shutdownNow();
        }
        NOTICED.clear();
    }

    @TestFactory
    Stream<DynamicTest> isNoticedByOneInvariantAlone() {
        return MUTATIONS.stream()
                .map(mutation -> DynamicTest.dynamicTest(
                        mutation.file() + ": " + mutation.invariant(),
                        () -> assertThat(NOTICED.get(mutation).get()).containsExactly(mutation.invariant())));
    }

    @Test
    void noInvariantIsWithoutAMistake() {
        List<String> names =
                new ArrayList<>(Invariants.all().stream().map(Invariant::name).toList());
        MUTATIONS.forEach(mutation -> names.remove(mutation.invariant()));
        assertThat(names).isEmpty();
    }
}
