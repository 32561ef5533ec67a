package dev.sluice.testkit;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our own types that become JSON or are made of it, found in a service's byte code. A native image keeps only those members
 * that somebody asks for by name, so each of these types must be registered: a forgotten one answers 500, and after the
 * order was sent. That Quarkus registers some of them by itself, where it sees them in a resource's signature, is not relied
 * upon.
 */
public final class JsonTypes {
    private static final String OWN = "dev.sluice.";
    private static final String REGISTRATION = "io.quarkus.runtime.annotations.RegisterForReflection";
    private static final String MAPPERS = "com.fasterxml.jackson.databind.Object";
    private static final Set<String> READERS = Set.of(
            "jakarta.ws.rs.ext.MessageBodyReader", "org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader");
    private static final String PROBLEM = "dev.sluice.http.Problem";

    private final Collection<JavaClass> classes;

    private JsonTypes(Collection<JavaClass> classes) {
        this.classes = classes;
    }

    /** Of the classes in these packages and below, those of tests excepted. */
    public static JsonTypes in(String... packages) {
        return new JsonTypes(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .collect(Collectors.toSet()));
    }

    /** The names of the types that cross JSON. */
    public Set<String> found() {
        Set<JavaClass> readByHand = classes.stream()
                .flatMap(type -> type.getInterfaces().stream())
                .filter(type -> READERS.contains(type.toErasure().getName()))
                .flatMap(JsonTypes::arguments)
                .collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        Stream.of(inResources(), atMappers(), inProblems())
                .flatMap(types -> types)
                .filter(type -> !readByHand.contains(type))
                .forEach(type -> addWithParts(type, found));
        return found;
    }

    /** The names of the types that are registered for reflection. */
    public Set<String> registered() {
        Set<String> registered = new TreeSet<>();
        for (JavaClass type : classes) {
            type.tryGetAnnotationOfType(REGISTRATION).ifPresent(annotation -> {
                JavaClass[] targets = targets(annotation);
                Stream.of(targets).map(JavaClass::getName).forEach(registered::add);
                if (targets.length == 0) {
                    registered.add(type.getName());
                }
            });
        }
        return registered;
    }

    private static JavaClass[] targets(JavaAnnotation<?> annotation) {
        return annotation
                .tryGetExplicitlyDeclaredProperty("targets")
                .map(JavaClass[].class::cast)
                .orElse(new JavaClass[0]);
    }

    /** What resources and exception mappers take and answer. */
    private Stream<JavaClass> inResources() {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod")
                        || method.isAnnotatedWith("org.jboss.resteasy.reactive.server.ServerExceptionMapper"))
                .flatMap(JsonTypes::signature);
    }

    /** What is given to a mapper of our own, or named to it as a class. */
    private Stream<JavaClass> atMappers() {
        return classes.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().startsWith(MAPPERS))
                .map(JavaAccess::getOrigin)
                .distinct()
                .flatMap(origin -> Stream.concat(
                        signature(origin),
                        origin.getReferencedClassObjects().stream().map(reference -> reference.getRawType())));
    }

    /** What becomes a member of a problem: declared as Object there, so the callers' lists tell. */
    private Stream<JavaClass> inProblems() {
        return classes.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(PROBLEM)
                        && call.getTarget().getName().equals("with"))
                .map(JavaAccess::getOrigin)
                .distinct()
                .flatMap(origin -> Stream.concat(
                        origin.getParameterTypes().stream(),
                        origin.getFieldAccesses().stream()
                                .flatMap(access -> access.getTarget().resolveMember().stream())
                                .map(field -> field.getType())))
                .flatMap(JsonTypes::arguments);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit method) {
        Stream<JavaType> answer = method instanceof JavaMethod ? Stream.of(method.getReturnType()) : Stream.of();
        return Stream.concat(answer, method.getParameterTypes().stream())
                .flatMap(type -> type.getAllInvolvedRawTypes().stream());
    }

    private static Stream<JavaClass> arguments(JavaType type) {
        return type instanceof JavaParameterizedType generic
                ? generic.getActualTypeArguments().stream()
                        .flatMap(argument -> argument.getAllInvolvedRawTypes().stream())
                : Stream.of();
    }

    private static void addWithParts(JavaClass type, Set<String> found) {
        boolean isData = type.isRecord() || type.isEnum();
        if (isData && type.getName().startsWith(OWN) && found.add(type.getName())) {
            type.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                    .forEach(part -> addWithParts(part, found));
        }
    }
}
