package dev.sluice.consumer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void consumerKnowsNeitherProducerNorStandIns() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.producer..",
                        "dev.sluice.emulator..",
                        "dev.sluice.postgres..",
                        "dev.sluice.devservices..",
                        "dev.sluice.stack..")
                .because(
                        "the two services share only the message contract, and what stands in for Azure stays out of both")
                .check(CLASSES);
    }

    @Test
    void processingKnowsNoInlet() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.consumer.processing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.consumer.inlet..", "com.azure..")
                .because("an order is processed in the same way whichever inlet it came by")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.consumer.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.consumer.inlet..",
                        "dev.sluice.consumer.processing..",
                        "dev.sluice.consumer.parking..",
                        "dev.sluice.consumer.api..")
                .because("everybody uses the store; if it used them back, none could be understood alone")
                .check(CLASSES);
    }

    @Test
    void everyResourceSaysWhoMayCallIt() {
        methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should()
                .beAnnotatedWith(RolesAllowed.class)
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith(RolesAllowed.class)
                .because("what names no role is open to callers with any")
                .check(CLASSES);
    }
}
