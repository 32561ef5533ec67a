package dev.sluice.azure.arm;

/** A request that Azure would refuse. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    Refusal(int status, String code, String message) {
        super(status + " " + code + ": " + message);
        answer = Answer.error(status, code, message);
    }

    Answer answer() {
        return answer;
    }
}
