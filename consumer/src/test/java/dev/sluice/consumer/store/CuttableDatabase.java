package dev.sluice.consumer.store;

import dev.sluice.postgres.LocalPostgres;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A PostgreSQL of the test's own, behind a proxy that the test can cut. */
public final class CuttableDatabase implements QuarkusTestResourceLifecycleManager {
    private LocalPostgres postgres;
    private TcpProxy proxy;

    @Override
    public Map<String, String> start() {
        postgres = LocalPostgres.start();
        proxy = new TcpProxy(postgres.port());
        return Map.of(
                "quarkus.datasource.jdbc.url", LocalPostgres.jdbcUrl(proxy.port()),
                "quarkus.datasource.username", LocalPostgres.username(),
                "quarkus.datasource.password", LocalPostgres.password());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(TcpProxy.class));
    }

    @Override
    public void stop() {
        proxy.close();
        postgres.close();
    }
}
