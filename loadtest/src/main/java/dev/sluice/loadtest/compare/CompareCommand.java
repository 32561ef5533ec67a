package dev.sluice.loadtest.compare;

import dev.sluice.loadtest.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code compare}. */
@Command(
        name = "compare",
        description = "Prints what two runs of one experiment measured, and the ratios.",
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
    private static final String LINE = "%-44s %14s %14s %9s%n";

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "A.json", description = "A summary.json of --report, or a file of --json.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B.json", description = "Another one, of the same experiment.")
    private Path second;

    @Override
    public Integer call() {
        SavedReport a = read(first);
        SavedReport b = read(second);
        if (!a.experiment().equals(b.experiment())) {
            throw common.usage("these are different experiments: '%s' in %s, '%s' in %s"
                    .formatted(a.experiment(), a.file(), b.experiment(), b.file()));
        }
        PrintWriter out = common.out();
        if (!a.scenario().equals(b.scenario())) {
            out.printf("The scenarios differ: '%s' and '%s'.%n", a.scenario(), b.scenario());
        }
        out.printf(LINE, "", "A", "B", "B / A");
        a.numbers().forEach((name, value) -> line(out, name, value, b.numbers().get(name)));
        b.numbers().forEach((name, value) -> {
            if (!a.numbers().containsKey(name)) {
                line(out, name, null, value);
            }
        });
        out.flush();
        return 0;
    }

    private static void line(PrintWriter out, String name, Double a, Double b) {
        boolean hasRatio = a != null && b != null && a != 0;
        out.printf(LINE, name, text(a), text(b), hasRatio ? String.format(Locale.ROOT, "%.2f", b / a) : "-");
    }

    private static String text(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.3f", value);
    }

    private SavedReport read(Path file) {
        try {
            return SavedReport.read(file);
        } catch (IOException e) {
            throw common.usage(e.getMessage());
        }
    }
}
