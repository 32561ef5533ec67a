package dev.sluice.loadtest.withoutsending;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Gives the method {@code send} of a class another body: {@code return CompletableFuture.completedFuture(null)}. */
final class SendReplacement extends ClassVisitor {
    private static final String METHOD = "send";
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";
    private static final String RETURNS_FUTURE = ")L" + FUTURE + ";";

    private int replaced;

    private SendReplacement(ClassWriter writer) {
        super(Opcodes.ASM9, writer);
    }

    /** @throws IllegalStateException if there is not one such method: then there is nothing to measure */
    static byte[] in(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        SendReplacement replacement = new SendReplacement(writer);
        reader.accept(replacement, 0);
        if (replacement.replaced != 1) {
            throw new IllegalStateException(reader.getClassName() + " has " + replacement.replaced + " methods '"
                    + METHOD + "' that return a CompletableFuture, expected 1");
        }
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (!name.equals(METHOD) || !descriptor.endsWith(RETURNS_FUTURE)) {
            return method;
        }
        replaced++;
        method.visitCode();
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, FUTURE, "completedFuture", "(Ljava/lang/Object;)L" + FUTURE + ";", false);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        // The body that was there goes nowhere.
        return null;
    }
}
