package dev.sluice.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    @Test
    void theStackKnowsTheServicesAsProcessesOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.stack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.producer..",
                        "dev.sluice.consumer..",
                        "dev.sluice.messaging..",
                        "dev.sluice.servicebus..")
                .because("a verdict that shares code with the services would share their mistakes")
                .check(classes);
    }

    @Test
    void theStackCallsNothingButTheEmulatorsCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.stack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.emulator.amqp..",
                        "dev.sluice.emulator.broker..",
                        "dev.sluice.emulator.config..",
                        "dev.sluice.emulator.admin..")
                .because("the emulator runs in a process of its own, so that it can be killed")
                .check(classes);
    }

    @Test
    void theLedgerKnowsNothingOfProcesses() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.stack.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.stack", "dev.sluice.stack.command..", "dev.sluice.postgres..")
                .because("it must judge any deployment, not only the local one")
                .check(classes);
    }
}
