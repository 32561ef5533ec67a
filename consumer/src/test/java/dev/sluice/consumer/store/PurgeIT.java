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

    /** What nobody has decided on, or what could not be sent back yet, is kept however old it is. */
    @Test
    void forgetsWhatWasReplayedOrDiscardedAndNothingElse() {
        await().until(gate::isOpen);
        table.ask("insert into parked (namespace, sequence_number, reason, properties, body, enqueued_at, parked_at,"
                + " state, state_since) select 'purge', row_number() over (), 'x', '{}', '', now(), now() -"
                + " interval '60 days', state, since from unnest(array['parked', 'replaying', 'replayed',"
                + " 'discarded']) as state, unnest(array[now() - interval '31 days', now() - interval '29 days'])"
                + " as since");

        retention.purge();

        assertThat(table.ask("select string_agg(state, ' ' order by state) from parked where namespace = 'purge'"))
                .isEqualTo("discarded parked parked replayed replaying replaying");
    }
}
