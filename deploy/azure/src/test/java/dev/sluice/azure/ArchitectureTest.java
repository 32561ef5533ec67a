package dev.sluice.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter().importPackages("dev.sluice.azure");

    @Test
    void theStandInKnowsNothingOfTheScripts() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.azure.arm..")
                .and()
                .haveSimpleNameNotEndingWith("IT")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.azure.scripts..", "dev.sluice.azure.posture..")
                .because("it must refuse what Azure refuses, not what the scripts happen to send")
                .check(classes);
    }

    @Test
    void theCatalogKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.azure.catalog..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.azure.arm..", "dev.sluice.azure.scripts..", "dev.sluice.azure.posture..")
                .because("it is what Azure says of itself")
                .check(classes);
    }
}
