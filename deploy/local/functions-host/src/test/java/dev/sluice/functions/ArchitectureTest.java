package dev.sluice.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the host. */
class ArchitectureTest {

    private static final String ROOT = "dev.sluice.functions";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void scalingIsPureJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".scale")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".scale", "java..")
                .because("the plan's rules must be testable on a virtual clock, without a message or a process")
                .check(CLASSES);
    }

    @Test
    void scalingStartsNoThreadAndLooksAtNoClock() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".scale")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .because("time is given to it")
                .check(CLASSES);
    }

    @Test
    void anAppIsOnlyWhatItsFilesSay() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".app")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".app", "java..", "com.fasterxml.jackson..")
                .because("reading an app must be possible without starting anything")
                .check(CLASSES);
    }

    @Test
    void theHandlerKnowsNoTriggerAndNoScaling() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".handler")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".trigger", ROOT + ".scale")
                .because("a handler is invoked, by whom is none of its business")
                .check(CLASSES);
    }

    @Test
    void theServiceBusSdkStaysInTheTrigger() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".trigger")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.azure..", "reactor..")
                .because("another kind of trigger must be possible without touching anything else")
                .check(CLASSES);
    }

    @Test
    void eventLoopsStayWithTheHandler() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".handler")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .because("how HTTP is spoken is one room's secret")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTheRestOfSluice() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are in dev.sluice but not in " + ROOT,
                        known -> known.getPackageName().startsWith("dev.sluice")
                                && !known.getPackageName().startsWith(ROOT)))
                .because("the host stands in for Azure: it must not share code with what it is to test")
                .check(CLASSES);
    }
}
