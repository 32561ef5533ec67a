package dev.sluice.emulator.rules;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A message that the tests of rules look at. */
final class TestMessage implements MessageView {

    private final Map<SystemProperty, Object> system = new EnumMap<>(SystemProperty.class);
    private final Map<String, Object> application = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** One with a property of every type. */
    static TestMessage rich() {
        var id = UUID.fromString("00000000-0000-0000-0000-000000000001");
        return new TestMessage()
                .with("color", "red")
                .with("quantity", 10)
                .with("big", 5_000_000_000L)
                .with("short", (short) 3)
                .with("price", 2.5)
                .with("ratio", 0.5f)
                .with("exact", new BigDecimal("1.10"))
                .with("urgent", true)
                .with("nothing", null)
                .with("id", id)
                .with("sameId", id)
                .with("at", Instant.EPOCH)
                .with("later", Instant.EPOCH.plusSeconds(1))
                .with("bytes", new byte[] {1})
                .with("My Key", "spaced")
                .with("a]b", "bracket")
                .with("say \"x\"", "quote")
                .with("percent", "50%")
                .with("pattern", "r_d")
                .with("select", "color")
                .with("größe", 1)
                .system(SystemProperty.LABEL, "bus")
                .system(SystemProperty.TO, "Store5")
                .system(SystemProperty.SEQUENCE_NUMBER, 7L);
    }

    TestMessage with(String name, Object value) {
        application.put(name, value);
        return this;
    }

    TestMessage system(SystemProperty property, Object value) {
        system.put(property, value);
        return this;
    }

    @Override
    public Object system(SystemProperty property) {
        return system.get(property);
    }

    @Override
    public Map<String, Object> application() {
        return application;
    }
}
