package greeter.client;

import greeter.client.connect.ClientCertificate;
import greeter.client.connect.Connector;
import greeter.client.connect.Pem;
import greeter.client.connect.Target;
import greeter.client.connect.Tls;
import io.grpc.Metadata;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to connect: the options that every command has. */
final class TargetOptions {
  private static final Pattern RESERVED =
      Pattern.compile(
          "grpc-.*|te|trailer|content-type|host|connection|keep-alive|proxy-connection"
              + "|transfer-encoding|upgrade|user-agent");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--authority",
      paramLabel = "HOST[:PORT]",
      description = "authority in place of the target's host: what the ingress routes by")
  private Optional<String> authority;

  @Option(
      names = "--plaintext",
      description = "HTTP/2 in cleartext, by prior knowledge; the default")
  private boolean plaintext;

  @Option(names = "--tls", description = "TLS")
  private boolean tls;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "with --tls: PEM file of the authorities to trust; else those that Java trusts")
  private Optional<File> caCert;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "with --tls and --key: PEM file of the client's certificate and its chain")
  private Optional<File> cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "with --cert: PEM file of its private key, in PKCS#8, unencrypted")
  private Optional<File> key;

  @Option(
      names = "--lb",
      paramLabel = "POLICY",
      defaultValue = "pick_first",
      description =
          "pick_first or round_robin, over the addresses that the target's name has (default:"
              + " ${DEFAULT-VALUE})")
  private String loadBalancing;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME:VALUE",
      description = "metadata of every call, may be repeated; NAME-bin takes base64")
  private List<String> headers = List.of();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "of each call, as 500ms, 2s or 1m (default: 5s; without a subcommand 1s)")
  private Optional<Duration> deadline;

  Duration deadline(Duration fallback) {
    return deadline.orElse(fallback);
  }

  /**
   * The way to the target.
   *
   * @throws ParameterException if the options do not go together, or a file cannot be read
   */
  Connector connector(String target) {
    if (tls && plaintext) {
      throw wrong("--tls and --plaintext: one of the two");
    }
    if (caCert.isPresent() && !tls) {
      throw wrong("--cacert: needs --tls");
    }
    if (cert.isPresent() != key.isPresent()) {
      throw wrong("--cert and --key: both or none");
    }
    if (cert.isPresent() && !tls) {
      throw wrong("--cert: needs --tls");
    }
    // gRPC registers more, but those need a configuration of their own.
    if (!List.of("pick_first", "round_robin").contains(loadBalancing)) {
      throw wrong("--lb: \"" + loadBalancing + "\" (expected: pick_first or round_robin)");
    }
    try {
      return new Connector(
          Target.parse(target, tls ? 443 : 80),
          tls ? Optional.of(tls()) : Optional.empty(),
          authority.map(this::checkedAuthority),
          loadBalancing,
          metadata());
    } catch (IllegalArgumentException e) {
      throw wrong("HOST:PORT: " + e.getMessage());
    }
  }

  private Tls tls() {
    Optional<ClientCertificate> client =
        cert.map(file -> read("--cert", file, Pem::certificates))
            .map(chain -> read("--key", key.orElseThrow(), f -> ClientCertificate.of(chain, f)));
    return new Tls(
        caCert.map(file -> read("--cacert", file, Pem::certificates)).orElse(List.of()), client);
  }

  private interface Reader<T> {
    T read(File file) throws IOException;
  }

  private <T> T read(String option, File file, Reader<T> reader) {
    try {
      return reader.read(file);
    } catch (IOException e) {
      throw wrong(option + ": \"" + file + "\" (expected: " + e.getMessage() + ")");
    }
  }

  private String checkedAuthority(String text) {
    if (!Target.isAuthority(text)) {
      throw wrong("--authority: \"" + text + "\" (expected: HOST or HOST:PORT)");
    }
    return text;
  }

  private Metadata metadata() {
    Metadata metadata = new Metadata();
    for (String header : headers) {
      int colon = header.indexOf(':');
      String name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).strip();
      if (RESERVED.matcher(name).matches()) {
        throw wrong(
            "--header: \"" + name + "\" (expected: a name that gRPC and HTTP/2 leave free)");
      }
      if (!name.matches("[0-9a-z_.-]+") || !value.matches("[ -~]*")) {
        throw wrong("--header: \"" + header + "\" (expected: NAME:VALUE, both ASCII)");
      }
      try {
        if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          metadata.put(
              Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
              Base64.getDecoder().decode(value));
        } else {
          metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        }
      } catch (IllegalArgumentException e) {
        throw wrong("--header: \"" + header + "\" (expected: base64 as the value of a -bin name)");
      }
    }
    return metadata;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
