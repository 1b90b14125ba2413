package greeter.deploy;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.swagger.annotations.ApiModelProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The API of Kubernetes 1.16, as the Java client of that time has it (io.kubernetes:client-java-api
 * 8, generated from that release's OpenAPI description): a kind is served if a method creates it,
 * and a field exists if the model has it.
 */
final class TypedModel implements Check {
  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    for (Resource it : objects) {
      Optional<Type> model = model(it);
      if (model.isEmpty()) {
        findings.add(it.finding("%s is not served", it.apiVersion()));
      }
      model.ifPresent(
          type -> read(it.node(), type).forEach(text -> findings.add(it.finding("%s", text))));
    }
    return findings;
  }

  /** What the client takes to create one. */
  private static Optional<Type> model(Resource it) {
    Class<?> api;
    try {
      api = Class.forName(CoreV1Api.class.getPackageName() + "." + apiName(it.apiVersion()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    List<String> creating = List.of("create" + it.kind(), "createNamespaced" + it.kind());
    return Arrays.stream(api.getMethods())
        .filter(method -> creating.contains(method.getName()))
        .flatMap(method -> Arrays.stream(method.getGenericParameterTypes()))
        .filter(type -> isModel(type))
        .findFirst();
  }

  /** Of rbac.authorization.k8s.io/v1: RbacAuthorizationV1Api. */
  private static String apiName(String apiVersion) {
    String named = apiVersion.contains("/") ? apiVersion : "core/" + apiVersion;
    return Arrays.stream(named.replace(".k8s.io", "").split("[./]"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
            .collect(Collectors.joining())
        + "Api";
  }

  private static Stream<String> read(Node place, Type type) {
    if (type instanceof ParameterizedType container) {
      Type element =
          container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
      boolean list = container.getRawType() == List.class;
      return !(place.value().orElseThrow() instanceof Map || list)
              || (list && !(place.value().orElseThrow() instanceof List))
          ? wrong(place, list ? "a list" : "a map")
          : Stream.concat(place.items().stream(), place.fields().values().stream())
              .flatMap(each -> read(each, element));
    }
    return isModel(type) ? readModel(place, (Class<?>) type) : readScalar(place, (Class<?>) type);
  }

  private static Stream<String> readModel(Node place, Class<?> model) {
    if (!(place.value().orElse(null) instanceof Map)) {
      return wrong(place, "a map");
    }
    Map<String, Field> known = new LinkedHashMap<>();
    for (Field field : model.getDeclaredFields()) {
      if (field.isAnnotationPresent(SerializedName.class)) {
        known.put(field.getAnnotation(SerializedName.class).value(), field);
      }
    }
    List<String> findings = new ArrayList<>();
    place
        .fields()
        .forEach(
            (name, field) -> {
              if (!known.containsKey(name)) {
                findings.add(
                    "%s is not a field of %s".formatted(field.path(), model.getSimpleName()));
              } else if (field.exists()) {
                read(field, known.get(name).getGenericType()).forEach(findings::add);
              }
            });
    known.forEach(
        (name, field) -> {
          if (isRequired(model, field) && !place.at(name).exists()) {
            findings.add("%s is missing".formatted(place.at(name).path()));
          }
        });
    return findings.stream();
  }

  private static boolean isRequired(Class<?> model, Field field) {
    return Arrays.stream(model.getMethods())
        .filter(method -> isGetter(method, field))
        .map(method -> method.getAnnotation(ApiModelProperty.class))
        .anyMatch(property -> property != null && property.required());
  }

  private static boolean isGetter(Method method, Field field) {
    return method.getParameterCount() == 0
        && List.of("get" + field.getName(), "is" + field.getName()).stream()
            .anyMatch(method.getName()::equalsIgnoreCase);
  }

  private static Stream<String> readScalar(Node place, Class<?> type) {
    Object value = place.value().orElseThrow();
    boolean whole = value instanceof Integer || value instanceof Long;
    boolean fits =
        switch (type.getSimpleName()) {
          case "Integer", "Long" -> whole;
          case "Double" -> value instanceof Number;
          case "Boolean" -> value instanceof Boolean;
          case "IntOrString" -> whole || value instanceof String;
          case "Quantity" -> value instanceof Number || value instanceof String;
          case "Object" -> true;
          default -> value instanceof String; // text, times, bytes as base64
        };
    return fits ? Stream.empty() : wrong(place, type.getSimpleName());
  }

  private static boolean isModel(Type type) {
    return type instanceof Class<?> model
        && model
            .getPackageName()
            .equals(CoreV1Api.class.getPackageName().replace(".apis", ".models"))
        && model != IntOrString.class
        && model != Quantity.class;
  }

  private static Stream<String> wrong(Node place, String expected) {
    return Stream.of(
        "%s \"%s\" (expected: %s)".formatted(place.path(), place.value().orElse(""), expected));
  }
}
