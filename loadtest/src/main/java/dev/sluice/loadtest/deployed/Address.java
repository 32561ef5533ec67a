package dev.sluice.loadtest.deployed;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/** Reads the root address of a service. */
public final class Address {
    private Address() {}

    /**
     * The address in {@code text}.
     *
     * @param secret whether credentials are sent there: then it has to be HTTPS, or this machine
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    public static URI parse(String text, boolean secret) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw expected("a URL", text);
        }
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        if (!secure && !"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
            throw expected("a URL that begins with https:// or http://", text);
        }
        if (address.getRawUserInfo() != null) {
            // Not shown: it may hold a password.
            throw new IllegalArgumentException(
                    "expected an address without a user; credentials come from the environment");
        }
        if (!address.getRawPath().matches("/?") || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw expected("the root address of a service, without a path", text);
        }
        if (secret && !secure && !isHere(address)) {
            throw expected("https://, because credentials are sent there", text);
        }
        return address;
    }

    private static boolean isHere(URI address) {
        try {
            return InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static IllegalArgumentException expected(String what, String found) {
        return new IllegalArgumentException("expected " + what + ", found '" + found + "'");
    }
}
