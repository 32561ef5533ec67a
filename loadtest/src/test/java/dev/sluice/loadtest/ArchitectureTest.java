package dev.sluice.loadtest;

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
    void experimentsKnowTheServicesAndWhatStandsInForAzureAsProcessesOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.loadtest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.producer..",
                        "dev.sluice.consumer..",
                        "dev.sluice.messaging..",
                        "dev.sluice.servicebus..",
                        "dev.sluice.emulator..",
                        "dev.sluice.functions",
                        "dev.sluice.functions.app..",
                        "dev.sluice.functions.handler..",
                        "dev.sluice.functions.trigger..",
                        "dev.sluice.postgres..")
                .because(
                        "what is to be broken is a process, and a verdict that shares its code would share its mistakes")
                .check(classes);
    }

    @Test
    void theSimulationAloneKnowsThePlansPolicy() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.loadtest..")
                .and()
                .doNotHaveSimpleName("PlanSimulation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.functions.scale..")
                .because("it asks what the policy should have done; everybody else looks at what was done")
                .check(classes);
    }

    @Test
    void faultsKnowNoExperiment() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.sluice.loadtest.fault..", "dev.sluice.loadtest.poison..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.loadtest.chaos..")
                .because("every experiment may break things")
                .check(classes);
    }

    @Test
    void aDeployedSystemIsKnownByItsAddressesOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.sluice.loadtest.deployed..", "dev.sluice.loadtest.load..")
                .and()
                .doNotHaveSimpleName("LocalLoad")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("LocalStack")
                .because("what drives a deployed system must not need this machine's")
                .check(classes);
    }

    @Test
    void scenariosAreReadByCodeThatKnowsNoExperiment() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.loadtest.scenario..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.loadtest", "dev.sluice.loadtest.chaos..", "dev.sluice.loadtest.fault..")
                .because("every experiment has scenarios, each with keys of its own")
                .check(classes);
    }

    @Test
    void theAgentThatLosesOrdersIsCalledByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.loadtest.withoutsending..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.loadtest.withoutsending..")
                .because("it is packed apart, with nothing else of this module")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.loadtest.withoutsending..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("dev.sluice.loadtest.withoutsending..", "java..", "org.objectweb.asm..")
                .because("it is packed apart, with nothing else of this module")
                .check(classes);
    }
}
