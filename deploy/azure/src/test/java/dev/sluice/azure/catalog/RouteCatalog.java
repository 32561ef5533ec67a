package dev.sluice.azure.catalog;

import com.azure.core.annotation.BodyParam;
import com.azure.core.annotation.Delete;
import com.azure.core.annotation.Get;
import com.azure.core.annotation.Head;
import com.azure.core.annotation.Patch;
import com.azure.core.annotation.Post;
import com.azure.core.annotation.Put;
import com.azure.resourcemanager.applicationinsights.ApplicationInsightsManager;
import com.azure.resourcemanager.appservice.AppServiceManager;
import com.azure.resourcemanager.authorization.AuthorizationManager;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.containerregistry.ContainerRegistryManager;
import com.azure.resourcemanager.loganalytics.LogAnalyticsManager;
import com.azure.resourcemanager.monitor.MonitorManager;
import com.azure.resourcemanager.msi.MsiManager;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.postgresqlflexibleserver.PostgreSqlManager;
import com.azure.resourcemanager.privatedns.PrivateDnsZoneManager;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.servicebus.ServiceBusManager;
import com.azure.resourcemanager.storage.StorageManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/** Every operation that the {@code azure-resourcemanager-*} jars call, from the annotations on their clients. */
public final class RouteCatalog {
    /** One class of each jar. */
    private static final List<Class<?>> MODULES = List.of(
            ApplicationInsightsManager.class,
            AppServiceManager.class,
            AuthorizationManager.class,
            ComputeManager.class,
            ContainerRegistryManager.class,
            LogAnalyticsManager.class,
            MonitorManager.class,
            MsiManager.class,
            NetworkManager.class,
            PostgreSqlManager.class,
            PrivateDnsZoneManager.class,
            ResourceManager.class,
            ServiceBusManager.class,
            StorageManager.class);

    private static final RouteCatalog AZURE = new RouteCatalog(MODULES);

    private final List<Route> routes = new ArrayList<>();
    private final Map<String, Set<String>> moduleVersions = new HashMap<>();

    private RouteCatalog(List<Class<?>> modules) {
        modules.forEach(this::read);
    }

    /** All that is known. */
    public static RouteCatalog azure() {
        return AZURE;
    }

    /** Number of operations. */
    public int size() {
        return routes.size();
    }

    /** The operation that a request asks for; empty where Azure has none. */
    public Optional<Route> find(String method, String path) {
        List<Route> matching = routes.stream()
                .filter(route -> route.matches(method, path))
                .sorted(Comparator.comparingInt(Route::literals).reversed())
                .toList();
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        Route best = matching.get(0);
        Set<String> versions =
                new TreeSet<>(ApiVersions.stated(ResourceId.of(path).type().toLowerCase()));
        matching.stream()
                .filter(route -> route.literals() == best.literals())
                .forEach(route -> versions.addAll(route.versions()));
        return Optional.of(Route.of(best.method(), best.template(), best.body(), versions));
    }

    /** Whether a path can be put: where not, it is a list or an action. */
    public boolean isResource(String path) {
        return find("PUT", path).isPresent();
    }

    private void read(Class<?> module) {
        Path jar = Path.of(
                module.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.contains("/implementation/") && name.endsWith("Service.class"))
                    .map(name -> load(module, name))
                    .forEach(this::client);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> load(Class<?> module, String entry) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, module.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void operations(Class<?> service, Set<String> versions) {
        for (Method operation : service.getDeclaredMethods()) {
            for (Annotation annotation : operation.getAnnotations()) {
                template(annotation)
                        .filter(RouteCatalog::isSpeltOut)
                        .ifPresent(template -> routes.add(Route.of(
                                annotation.annotationType().getSimpleName().toUpperCase(),
                                template,
                                body(operation),
                                versions)));
            }
        }
    }

    private void client(Class<?> service) {
        Class<?> client = service.getEnclosingClass();
        if (client == null) {
            return;
        }
        Set<String> own = ApiVersions.of(client);
        operations(service, own.isEmpty() ? ofModule(client) : own);
    }

    private Set<String> ofModule(Class<?> client) {
        return moduleVersions.computeIfAbsent(client.getPackageName(), any -> Arrays.stream(client.getDeclaredFields())
                .filter(field -> field.getName().equals("client"))
                .map(field -> ApiVersions.of(field.getType()))
                .findFirst()
                .orElse(Set.of()));
    }

    /** {@code {roleAssignmentId}}, or a provider as a placeholder, would match everything. */
    private static boolean isSpeltOut(String template) {
        return !template.contains("/providers/{")
                && !template.replaceAll("\\{[^}]*}", "").replace("/", "").isEmpty();
    }

    private static Optional<Class<?>> body(Method operation) {
        return Arrays.stream(operation.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(BodyParam.class))
                .<Class<?>>map(Parameter::getType)
                .findFirst();
    }

    private static Optional<String> template(Annotation annotation) {
        if (annotation instanceof Put put) {
            return Optional.of(put.value());
        } else if (annotation instanceof Get get) {
            return Optional.of(get.value());
        } else if (annotation instanceof Post post) {
            return Optional.of(post.value());
        } else if (annotation instanceof Patch patch) {
            return Optional.of(patch.value());
        } else if (annotation instanceof Delete delete) {
            return Optional.of(delete.value());
        } else if (annotation instanceof Head head) {
            return Optional.of(head.value());
        }
        return Optional.empty();
    }
}
