package dev.sluice.stack.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.testkit.Chromium;
import org.junit.jupiter.api.Test;

/** The console of a stack with two namespaces: each has its row, and they are added up. */
class ConsoleTwoNamespacesIT {
    private static final int PATIENCE_MILLIS = 60_000;

    @Test
    void aRowForEachNamespace() throws Exception {
        Chromium.require();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (LocalStack stack = LocalStack.builder()
                        .inlet(Inlet.PROCESSOR)
                        .consumers(1)
                        .secondNamespace()
                        .durable()
                        .start();
                LocalConsole console = LocalConsole.listen(0);
                Chromium chromium = new Chromium()) {
            console.show(stack);
            Page page = chromium.page();
            page.navigate(console.url().toString());
            Locator rows = page.locator("#namespaces p");
            Locator backlog = page.locator("#backlog");
            assertThat(rows).hasText(new String[] {"emulator: " + waiting(0), "emulator-secondary: " + waiting(0)});

            // Nobody takes them.
            stack.consumers().get(0).kill();
            post(stack, 2);
            assertThat(rows).hasText(new String[] {"emulator: " + waiting(2), "emulator-secondary: " + waiting(0)});
            assertThat(backlog).hasText("2");

            stack.emulator().kill();
            assertThat(rows.first()).hasText("emulator: unknown");
            post(stack, 1);
            assertThat(rows).hasText(new String[] {"emulator: unknown", "emulator-secondary: " + waiting(1)});
            assertThat(backlog).hasText("1");

            stack.emulator().restart();
            assertThat(rows).hasText(new String[] {"emulator: " + waiting(2), "emulator-secondary: " + waiting(1)});
            assertThat(backlog).hasText("3");
        }
    }

    private static void post(LocalStack stack, int orders) throws Exception {
        new OrderLoad(stack.producerUrl(), stack.headers(), new Ledger()).post(orders);
    }

    private static String waiting(int orders) {
        return orders + " waiting, 0 locked, 0 due later";
    }
}
