package dev.sluice.loadtest.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.CommonOptions;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.command.JsonOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cost}. */
@Command(
        name = "cost",
        description = "What a month costs at a rate, from what one consumer instance processes and a file of prices.",
        sortOptions = false)
public final class CostCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIGURE = "throughputPerInstance";
    private static final double HIGHEST_RATE = 1e6;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @ArgGroup(multiplicity = "1")
    private Throughput throughput;

    /** Where the throughput comes from. */
    static final class Throughput {
        @Option(
                names = "--throughput-per-instance",
                paramLabel = "N",
                description = "Orders a second that one consumer instance processes.")
        private Double given;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description = "The report of a run of 'scale', as --json writes it, for that throughput.")
        private Path report;
    }

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,10,100,1000",
            description = "Orders a second (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            defaultValue = "prices",
            description = "Your prices and capacities, instead of those that are shipped.")
    private String prices;

    @Override
    public Integer call() throws IOException {
        CostTable table = table();
        table.print(common.out());
        json.write(table.document());
        return 0;
    }

    private CostTable table() {
        double perInstance = throughput.report == null ? throughput.given : measured(throughput.report);
        if (!(perInstance > 0 && Double.isFinite(perInstance))) {
            throw common.usage("an instance has to process more than 0 orders a second, not " + perInstance);
        }
        try {
            PriceList list = PriceList.read(ScenarioFile.find("cost", prices));
            List<MonthlyCost> months = new ArrayList<>();
            for (double rate : rates) {
                if (!(rate > 0 && rate <= HIGHEST_RATE)) {
                    throw common.usage(
                            "--rates: expected more than 0 orders a second, and no more than a million: " + rate);
                }
                months.add(MonthlyCost.of(rate, perInstance, list));
            }
            return new CostTable(perInstance, list, months);
        } catch (ScenarioException | IllegalArgumentException e) {
            throw common.usage(e.getMessage());
        }
    }

    private double measured(Path report) {
        try {
            JsonNode figure = JSON.readTree(report.toFile()).path("figures").path(FIGURE);
            if (!figure.isNumber()) {
                throw common.usage("--from: expected the report of a run of 'scale', with a number figures." + FIGURE
                        + ": " + report);
            }
            return figure.doubleValue();
        } catch (IOException e) {
            throw common.usage("--from can't be read: " + report + ": " + e.getMessage());
        }
    }
}
