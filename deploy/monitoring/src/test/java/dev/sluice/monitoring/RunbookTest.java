package dev.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbookTest {
    @Test
    void everyAlertLinksASectionThatIsThere() throws IOException {
        String alerts = Files.readString(Path.of("rules/alerts.yml"));
        List<String> links = all("runbook: RUNBOOK\\.md#(\\S+)", alerts);

        assertThat(links).hasSameSizeAs(all("- alert: (\\S+)", alerts)).isNotEmpty();
        assertThat(sections()).containsAll(links);
    }

    @Test
    void everySectionIsLinkedByAnAlert() throws IOException {
        String alerts = Files.readString(Path.of("rules/alerts.yml"));

        assertThat(all("runbook: RUNBOOK\\.md#(\\S+)", alerts)).containsAll(sections());
    }

    /** As they are linked: by the heading in small letters, with hyphens. */
    private static List<String> sections() throws IOException {
        return all("(?m)^## (.+)$", Files.readString(Path.of("RUNBOOK.md"))).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
