package io.heapcast.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use whom. Between the parts there are topics, not calls. */
class ModulesTest {

  private static final JavaClasses HEAPCAST =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.heapcast");

  @Test
  void telemetryUsesNoOther() {
    classes()
        .that()
        .resideInAPackage("io.heapcast.telemetry..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "io.heapcast.telemetry..",
                "java..",
                "org.jspecify.annotations..",
                "com.google.protobuf..",
                "org.apache.kafka.clients..",
                "org.apache.kafka.common.."))
        .check(HEAPCAST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector", "streams", "detector", "server"})
  void aPartUsesTelemetryAndItself(String part) {
    noClasses()
        .that()
        .resideInAPackage("io.heapcast." + part + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.heapcast..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.heapcast.telemetry..",
                            "io.heapcast.topology..",
                            "io.heapcast." + part + ".."))))
        .check(HEAPCAST);
  }

  @ParameterizedTest
  @CsvSource({
    "collector, kafka..",
    "collector, scala..",
    "collector, org.apache.kafka.streams..",
    "collector, io.heapcast.topology..",
    "server, io.heapcast.topology..",
    "collector, org.apache.kafka.server..",
    "collector, org.apache.kafka.metadata..",
    "collector, smile..",
    "streams, smile..",
    "server, smile..",
    "server, org.apache.kafka.streams..",
    "cli, smile..",
    "detector.model, org.apache.kafka..",
    "detector.alert, org.apache.kafka..",
  })
  void aPartDoesNotUse(String part, String packages) {
    noClasses()
        .that()
        .resideInAPackage("io.heapcast." + part + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .check(HEAPCAST);
  }

  @Test
  void theBrokerIsKnownInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.heapcast.cli.broker..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "kafka..", "org.apache.kafka.metadata..", "org.apache.kafka.server.."))
        .check(HEAPCAST);
  }
}
