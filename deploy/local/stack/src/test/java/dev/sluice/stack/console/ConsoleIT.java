package dev.sluice.stack.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.StackException;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.testkit.Chromium;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console of a real stack in a real browser. */
class ConsoleIT {
    private static final String MARKUP = "<img src=\"http://127.0.0.1:1/x\" onerror=\"document.title=1\">";
    private static final int PATIENCE_MILLIS = 60_000;

    /** WCAG 2.2: relative luminance, contrast ratio, and which texts have less than 4.5 : 1. */
    private static final String CONTRAST = """
            const channel = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
            const parts = (css) => css.match(/[\\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
            const ground = (element) => {
              const colour = parts(getComputedStyle(element).backgroundColor);
              return colour[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
            };
            const ratio = (element) => {
              const [low, high] = [parts(getComputedStyle(element).color), ground(element)].map(luminance).sort((a, b) => a - b);
              return (high + 0.05) / (low + 0.05);
            };
            const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            const faint = () => [...document.querySelectorAll("body *")]
              .filter((element) => speaks(element) && element.checkVisibility() && ratio(element) < 4.5)
              .map((element) => `${element.localName} '${element.textContent}': ${ratio(element).toFixed(1)}`);
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static LocalStack stack;
    private static LocalConsole console;
    private static Chromium chromium;

    private Page page;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> foreign = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Chromium.require();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        // What fails once is parked.
        stack = LocalStack.builder()
                .consumerSetting("SLUICE_RETRY_MAX_ATTEMPTS", "1")
                .start();
        console = LocalConsole.listen(0);
        console.show(stack);
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (console != null) {
            console.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @AfterEach
    void closePage() {
        if (page != null) {
            page.close();
        }
    }

    @Test
    void aClickOnReplayReplays() throws Exception {
        open();
        new OrderLoad(stack.producerUrl(), stack.headers(), new Ledger()).post(300);
        assertThat(page.locator("#processed")).hasText("300");
        sql("""
                create function fail() returns trigger language plpgsql
                    as $$ begin raise exception 'the warehouse is closed %', '""" + MARKUP + """
                '; end $$;
                create trigger fail before insert on fulfilment for each row execute function fail()""");
        String order = post();
        Locator row = page.locator("#parked tr", new Page.LocatorOptions().setHasText(order));
        assertThat(row).containsText("RetriesExhausted");
        assertThat(row).containsText("the warehouse is closed " + MARKUP);
        assertThat(page.locator("#accepted")).hasText("301");
        Chromium.picture(page, "console.png");
        assertLegible();
        assertThat(status(order)).isEqualTo("parked");

        sql("drop trigger fail on fulfilment");
        row.getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("#replay-outcome")).hasText(order + ": Replayed");
        assertThat(row).hasCount(0);
        assertThat(page.locator("#processed")).hasText("301");
        assertThat(status(order)).isEqualTo("processed");
        assertClean();
    }

    @Test
    void whatAnOrderSaysStaysText() throws Exception {
        sql(
                "insert into parked (namespace, sequence_number, reason, description, subject, properties, body, enqueued_at)"
                        + " values ('primary', 4711, '" + MARKUP + "', '" + MARKUP + "', '" + MARKUP
                        + "', '{}', '', now())");
        open();
        Locator row = page.locator("#parked tr", new Page.LocatorOptions().setHasText("message primary/4711"));
        assertThat(row.locator("td").first()).hasText(MARKUP);
        assertThat(row).containsText("can't be replayed here: NotAnOrder");
        assertThat(row.getByRole(AriaRole.BUTTON)).hasCount(0);
        assertThat(page.locator("img")).hasCount(0);
        assertClean();
    }

    @Test
    void instancesComeAndGo() {
        open();
        Locator instances = page.locator("#instances tr");
        assertThat(instances).hasCount(3);
        assertThat(instances.locator("th").allTextContents()).containsExactly("producer 1", "consumer 1", "consumer 2");
        long victim = stack.consumers().get(0).workers().get(0);
        Locator row = page.locator("#instances tr", new Page.LocatorOptions().setHasText("" + victim));
        assertThat(row).containsText("ready");
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        assertThat(page.locator("#changes")).containsText("pid " + victim + ": gone");
        assertThat(row).hasCount(0);
        assertThat(instances).hasText(new Pattern[] {ready("producer 1"), ready("consumer 1"), ready("consumer 2")});
    }

    @Test
    void saysWhoIsAway() {
        open();
        Locator emulator = page.locator("#sources li", new Page.LocatorOptions().setHasText("emulator: "));
        assertThat(page.locator("#backlog")).hasText(Pattern.compile("\\d+"));
        stack.emulator().pause();
        try {
            assertThat(emulator).containsText("does not answer");
            assertThat(page.locator("#backlog")).hasText("unknown");
            assertThat(page.locator("#connection")).containsText("sources are away");
            assertLegible();
        } finally {
            stack.emulator().resume();
        }
        assertThat(emulator).hasText("emulator: answers");
    }

    @Test
    void otherSitesCantHaveAnythingReplayed() throws Exception {
        String wish = "{\"namespace\":\"primary\",\"sequenceNumber\":\"1\"}";
        HttpRequest.Builder request = HttpRequest.newBuilder(console.url().resolve("/replay"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish));
        assertThat(send(request).statusCode()).as("without the page's header").isEqualTo(403);
        request.header(RequestGuard.OWN_HEADER, "1");
        assertThat(send(request).statusCode()).isEqualTo(202);
        request.header("Origin", "http://evil.example");
        assertThat(send(request).statusCode()).isEqualTo(403);
        HttpRequest.Builder file = HttpRequest.newBuilder(console.url().resolve("/../package-info.class"));
        assertThat(send(file).statusCode()).isEqualTo(404);
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        int port = console.url().getPort();
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> LocalConsole.listen(port))
                .withMessageContaining("port " + port)
                .withMessageContaining("--console-port");
    }

    private void open() {
        page = chromium.page();
        page.onRequest(request -> {
            if (!request.url().startsWith(console.url().toString())) {
                foreign.add(request.url());
            }
        });
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.navigate(console.url().toString());
    }

    private void assertClean() {
        assertThat(foreign).as("nothing outside is asked for").isEmpty();
        assertThat(complaints).as("neither errors nor what the policy refused").isEmpty();
        assertThat(page.title()).isEqualTo("Sluice: local console");
    }

    /** Every text, whether the reader's system is light or dark. */
    private void assertLegible() {
        Map<ColorScheme, Double> grounds = new EnumMap<>(ColorScheme.class);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertThat((List<?>) page.evaluate("() => {" + CONTRAST + " return faint(); }"))
                    .as("%s: texts with less contrast than WCAG 2.2, 1.4.3 asks for", scheme)
                    .isEmpty();
            grounds.put(
                    scheme,
                    ((Number) page.evaluate("() => {" + CONTRAST + " return luminance(ground(document.body)); }"))
                            .doubleValue());
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(grounds.get(ColorScheme.LIGHT)).isGreaterThan(0.8);
        assertThat(grounds.get(ColorScheme.DARK)).isLessThan(0.05);
    }

    private static Pattern ready(String instance) {
        return Pattern.compile(instance + "ready\\d+.*", Pattern.DOTALL);
    }

    private String post() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(stack.producerUrl().resolve("/api/orders"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}]}")));
        assertThat(answer.statusCode()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private String status(String order) throws Exception {
        URI address = stack.consumers().get(0).url().resolve("/api/orders/" + order);
        return JSON.readTree(send(HttpRequest.newBuilder(address)).body())
                .path("status")
                .asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void sql(String statements) throws Exception {
        try (Connection connection = stack.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
