package dev.sluice.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the emulator. */
class ArchitectureTest {

    private static final String ROOT = "dev.sluice.emulator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theBrokerKnowsNoProtocolAndNobodyElse() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".broker")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".broker", ROOT + ".rules", "java..")
                .because("queue logic must be testable on virtual time without a byte of AMQP, and keep its sense under"
                        + " another protocol or store")
                .check(CLASSES);
    }

    @Test
    void rulesKnowNobody() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".rules")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".rules", "java..")
                .because("a language is tested expression by expression, without a broker around it")
                .check(CLASSES);
    }

    @Test
    void theProtocolKnowsTheBrokerAndNothingElseOfTheEmulator() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".amqp")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".config", ROOT + ".admin", ROOT + ".store")
                .because("the protocol turns frames into calls of the broker; files and pages are other rooms")
                .check(CLASSES);
    }

    @Test
    void theProtocolReachesQueuesOnlyThroughTheirPublicFace() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".amqp")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent.locks..")
                .because("locking and ordering of messages is queue logic, and that lives in the broker")
                .check(CLASSES);
    }

    @Test
    void engineAndEventLoopsStayInTheProtocol() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".amqp")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.qpid..", "io.netty..")
                .because("another engine must be possible without touching anything but the protocol")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsHowItIsKept() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.h2..")
                .because("another store must be possible without touching anything but the store")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsTheBrokerAndNothingElseOfTheEmulator() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".amqp", ROOT + ".config", ROOT + ".admin")
                .because("the store keeps what the broker holds, whatever protocol it came by")
                .check(CLASSES);
    }

    @Test
    void onlyTheExtensionKnowsJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".junit")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", ROOT + ".junit")
                .because("JUnit is not there where the emulator runs outside of tests")
                .check(CLASSES);
    }

    @Test
    void securityFaultsAndMetricsKnowNobody() {
        for (var room : new String[] {".security", ".fault", ".metrics"}) {
            classes()
                    .that()
                    .resideInAPackage(ROOT + room)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ROOT + room, "java..", "javax.crypto..")
                    .because("they decide or count and do nothing: the protocol and the admin page ask them")
                    .check(CLASSES);
        }
    }

    @Test
    void nothingKnowsTheRestOfSluice() {
        noClasses()
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are in dev.sluice but not in " + ROOT,
                        known -> known.getPackageName().startsWith("dev.sluice")
                                && !known.getPackageName().startsWith(ROOT)))
                .because("the emulator stands in for Azure: it must not share code with what it is to test")
                .check(CLASSES);
    }
}
