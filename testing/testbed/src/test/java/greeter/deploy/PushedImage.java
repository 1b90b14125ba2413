package greeter.deploy;

import java.util.List;

/**
 * An image as a registry holds it.
 *
 * @param name of its repository
 * @param digest as sha256:…
 */
record PushedImage(String name, String digest, Node manifest, Node config) {
  /** The digests of its layers, the lowest first. */
  List<String> layers() {
    return manifest.at("layers").items().stream().map(layer -> layer.at("digest").text()).toList();
  }

  /** The compressed size of a layer, in bytes. */
  int layerSize(int index) {
    return manifest.at("layers").items().get(index).at("size").whole().orElseThrow();
  }
}
