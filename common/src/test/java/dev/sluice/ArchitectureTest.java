package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void commonKnowsNeitherServiceNorStandIns() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.producer..",
                        "dev.sluice.consumer..",
                        "dev.sluice.emulator..",
                        "dev.sluice.postgres..",
                        "dev.sluice.stack..")
                .because("common is what both services share: it must not know who uses it")
                .check(CLASSES);
    }

    @Test
    void theContractKnowsNoClientSetUp() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.servicebus..", "dev.sluice.http..", "dev.sluice.auth..")
                .because("a message is the same whoever sends it, and over whatever connection")
                .check(CLASSES);
    }
}
