package dev.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.sluice.testkit.JsonTypes;
import org.junit.jupiter.api.Test;

/** What a native image would miss, found without building one. */
class NativeTypesTest {
    private static final String[] PACKAGES = {"dev.sluice.producer", "dev.sluice.http", "dev.sluice.messaging"};

    @Test
    void everyTypeThatCrossesJsonIsRegistered() {
        JsonTypes types = JsonTypes.in(PACKAGES);

        assertThat(types.found())
                .as("the search finds types in signatures, at mappers and in problems")
                .contains(
                        "dev.sluice.producer.api.Accepted",
                        "dev.sluice.producer.api.Violation",
                        "dev.sluice.producer.api.batch.ItemResult",
                        "dev.sluice.messaging.Order",
                        "dev.sluice.messaging.OrderLine",
                        "dev.sluice.http.Problem");
        assertThat(types.registered())
                .as("registered for reflection: by the annotation itself, or in NativeReflection")
                .containsAll(types.found());
    }

    @Test
    void nothingElseIsLookedUpByItsName() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .accessClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .because("a native image knows only the types and members that are registered")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(PACKAGES));
    }
}
