package greeter.deploy;

import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import java.security.KeyPairGenerator;
import java.time.ZoneId;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Says what a Java with Netty on its class path can do. */
final class NativesProbe {
  private NativesProbe() {}

  public static void main(String[] args) throws Exception {
    System.out.println("epoll: " + Epoll.isAvailable());
    System.out.println("OpenSSL: " + OpenSsl.isAvailable());
    System.out.println("elliptic curves: " + KeyPairGenerator.getInstance("EC").getAlgorithm());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((java.security.KeyStore) null);
    int authorities = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length;
    System.out.println("certificate authorities: " + (authorities > 100));
    System.out.println("time zone: " + ZoneId.systemDefault());
  }
}
