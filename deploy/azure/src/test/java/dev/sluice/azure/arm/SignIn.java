package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What az asks before its first call, of an authority that ends in {@code /adfs}: no instance discovery then. */
final class SignIn {
    private final String address;
    private final String subscription;
    private final String tenant;

    SignIn(String address, String subscription, String tenant) {
        this.address = address;
        this.subscription = subscription;
        this.tenant = tenant;
    }

    ObjectNode configuration() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("issuer", address + "/adfs")
                .put("authorization_endpoint", address + "/adfs/oauth2/authorize")
                .put("token_endpoint", address + "/adfs/oauth2/token")
                .put("device_authorization_endpoint", address + "/adfs/oauth2/devicecode");
    }

    ObjectNode token() {
        String payload = JsonNodeFactory.instance
                .objectNode()
                .put("tid", tenant)
                .put("oid", "00000000-0000-0000-0000-00000000aaaa")
                .toString();
        String token = part("{\"alg\":\"none\"}") + "." + part(payload) + "." + part("none");
        return JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("expires_in", 86_400)
                .put("access_token", token);
    }

    ObjectNode subscription() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "/subscriptions/" + subscription)
                .put("subscriptionId", subscription)
                .put("tenantId", tenant)
                .put("displayName", "stand-in")
                .put("state", "Enabled");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
