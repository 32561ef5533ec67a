package dev.sluice.consumer.store;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PurgeIT {
    @Inject
    Retention retention;

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    @Test
    void forgetsWhatIsOlderThanTheRetentionAndNothingElse() {
        await().until(gate::isOpen);
        table.ask("insert into inbox (order_id, body_hash, processed_at)"
                + " select gen_random_uuid(), 'old', now() - interval '31 days' from generate_series(1, 2500)");
        table.ask("insert into inbox (order_id, body_hash, processed_at)"
                + " values (gen_random_uuid(), 'young', now() - interval '29 days')");

        retention.purge();

        assertThat(table.ask("select count(*) from inbox where body_hash = 'old'"))
                .isEqualTo("0");
        assertThat(table.ask("select count(*) from inbox where body_hash = 'young'"))
                .isEqualTo("1");
    }
}
