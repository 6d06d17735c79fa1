import Signing
import Storage
import Testing

/// One process a key and ledger on a machine; the kernel ends the right with the process.
struct KeyLockTests {
    @Test func `a key that signs in a ledger is taken until its holder is gone, and free in another ledger`() throws {
        let key = PrivateKey(generating: .ed25519).publicKey
        let other = PrivateKey(generating: .ed25519).publicKey
        var lock: KeyLock? = try KeyLock(key, in: "a.example/00")
        #expect(throws: StorageRefusal.keyInUse(key.id.description)) { try KeyLock(key, in: "a.example/00") }
        _ = try KeyLock(key, in: "a.example/01")
        _ = try KeyLock(other, in: "a.example/00")
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try KeyLock(key, in: "a.example/00")
    }
}
