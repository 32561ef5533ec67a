package dev.sluice.loadtest.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthlyCostTest {
    private static final String PRICES = """
            date: 2000-01-01
            currency: EUR
            hours-per-month: 1000
            utilisation: 0.5
            messaging: [{size: one, rate: 100, month: 7}, {size: two, rate: 300, month: 14}]
            instances: {hour: 0.1, least: 2, most: 10, producer-rate: 100}
            firewall: {hour: 1, gigabyte: 0.5, order-kilobytes: 10}
            database:
              sizes: [{size: small, rate: 40, month: 20}, {size: large, rate: 400, month: 90}]
              storage-gigabyte-month: 0.1
              stored-bytes: 1000
              retention-days: 10
            """;

    @Test
    void addsUpWhatARateTakes() throws ScenarioException {
        MonthlyCost month = MonthlyCost.of(50, 20, prices(PRICES));
        assertThat(month.messaging().name()).as("loaded up to half").isEqualTo("one");
        assertThat(month.database().name()).isEqualTo("large");
        assertThat(month.producers()).as("always ready").isEqualTo(2);
        assertThat(month.consumers()).isEqualTo(5);
        assertThat(month.instances()).isEqualTo(7 * 0.1 * 1000, within(1e-6));
        // 50 orders/s * 3.6 million s * 10 kB = 1800 GB.
        assertThat(month.firewall()).isEqualTo(1000 + 900, within(1e-6));
        // 50 orders/s * 864,000 s * 1 kB = 43.2 GB.
        assertThat(month.storage()).isEqualTo(4.32, within(1e-6));
        assertThat(month.total()).isEqualTo(7 + 700 + 1900 + 90 + 4.32, within(1e-6));
        assertThat(month.perMillion(prices(PRICES))).isEqualTo(month.total() / 180, within(1e-6));
    }

    @Test
    void aSizeIsNotLoadedBeyondItsUtilisation() throws ScenarioException {
        assertThat(MonthlyCost.of(51, 100, prices(PRICES)).messaging().name()).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "160 | 200 | 160 orders/s are more than the largest size of messaging in the price list takes",
                "51 | 10 | 51 orders/s take 11 instances of consumer; a plan has 10 at the most"
            })
    void saysWhatItTakesTooMuchOf(double rate, double perInstance, String message) {
        assertThatThrownBy(() -> MonthlyCost.of(rate, perInstance, prices(PRICES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theShippedPricesReachToAThousandOrdersASecond() throws ScenarioException {
        PriceList shipped = PriceList.read(ScenarioFile.find("cost", "prices"));
        double before = 0;
        for (double rate : new double[] {1, 10, 100, 1000}) {
            MonthlyCost month = MonthlyCost.of(rate, 70, shipped);
            assertThat(month.total()).isGreaterThan(before);
            before = month.total();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "utilisation: 0.5|utilisation: 2|p.yaml:4: utilisation: expected a number from 0.01 to 1.0",
                "currency: EUR|colour: red|p.yaml:2: expected one of date, currency",
                "least: 2|least: 11|p.yaml:6: most: expected at least as many as 'least'",
                "rate: 300|rate: 100|p.yaml:5: rate: expected more than the size before can take",
                "date: 2000-01-01|# none|p.yaml:2: expected a key 'date'"
            })
    void saysWhatIsWrongInAPriceList(String right, String wrong, String message) {
        assertThatThrownBy(() -> prices(PRICES.replace(right, wrong)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    private static PriceList prices(String text) throws ScenarioException {
        return PriceList.read(new ScenarioFile("p.yaml", text));
    }
}
