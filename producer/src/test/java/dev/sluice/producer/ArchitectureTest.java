package dev.sluice.producer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice.producer");

    @Test
    void producerKnowsNobodyButCommon() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.consumer..",
                        "dev.sluice.emulator..",
                        "dev.sluice.postgres..",
                        "dev.sluice.stack..",
                        "dev.sluice.devservices..")
                .because("producer and consumer are deployed apart, and what stands in for Azure never ships with them")
                .check(CLASSES);
    }

    @Test
    void theQueueKnowsNothingOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.producer.queue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.producer.api..", "dev.sluice.http..", "jakarta.ws.rs..")
                .because("sending must be usable, and testable, without a request")
                .check(CLASSES);
    }

    @Test
    void singleOrdersKnowNothingOfBatches() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.producer.api")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.producer.api.batch..")
                .because("a batch is many single orders: what they share belongs to api")
                .check(CLASSES);
    }

    @Test
    void onlyTheQueueAndItsConfigurationKnowTheSdk() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.producer.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.azure..")
                .because("how orders travel is the business of queue and common")
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
