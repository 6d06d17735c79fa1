import Sealing
import Signing
import Testing

struct WalletKeyTests {
    private func keys() throws -> WalletKeys {
        try #require(WalletSeed(SampleDelivery.bytes(from: 0))).keys(origin: SampleDelivery.origin)
    }

    @Test func `what follows from a seed is what is written down`() throws {
        let keys = try keys()
        let pair = keys.mailboxRoot.pairSecret(member: "police")
        let found = [
            ("mailbox", Hex.encode(keys.mailbox.publicKey.bytes)),
            ("recovery", Hex.encode(keys.recovery.publicKey.bytes)),
            ("grant-0", Hex.encode(keys.grantKey(0).publicKey.bytes)),
            ("grant-300", Hex.encode(keys.grantKey(300).publicKey.bytes)),
            ("pair-secret", Hex.encode(pair.bytes)), ("tag-0", pair.tag(0).description),
            ("tag-300", pair.tag(300).description),
            ("attachment-eraser", try SampleDelivery.attachment().erase.eraser.hex),
        ]
        let vectors = try Vectors.read("keys.txt")
        #expect(found.map(\.0) == vectors.map(\.name))
        for (one, vector) in zip(found, vectors) { #expect(one.1 == vector.value, "\(one.0)") }
    }

    @Test func `keys of another ledger, number or member are others`() throws {
        let keys = try keys()
        let other = try #require(WalletSeed(SampleDelivery.bytes(from: 0))).keys(origin: "other")
        #expect(keys.mailbox.publicKey != other.mailbox.publicKey)
        #expect(keys.recovery.publicKey != other.recovery.publicKey)
        #expect(Set((0..<200).map { keys.grantKey($0).publicKey }).count == 200)
        let root = keys.mailboxRoot
        #expect(root.pairSecret(member: "police") != root.pairSecret(member: "polic"))
        let pair = root.pairSecret(member: "police")
        #expect(Set((0..<200).map { pair.tag($0) }).count == 200)
        #expect(WalletSeed([1]) == nil)
        #expect(MailboxRoot([1]) == nil)
        #expect(PairSecret([1]) == nil)
    }

    @Test func `a wallet's secrets are kept in one encoding`() throws {
        let holder = PrivateKey(generating: .es256)
        let secrets = WalletSecrets(seed: WalletSeed(), holderKeys: [holder])
        let bytes = secrets.encoded
        let again = try WalletSecrets(decoding: bytes)
        #expect(again.encoded == bytes)
        #expect(again.holderKeys.map(\.publicKey) == [holder.publicKey])
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) { try WalletSecrets(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: CBORError.self) { try WalletSecrets(decoding: [0x83, 0x02] + bytes.dropFirst(2)) }
    }

    @Test func `a field at rest opens at its place alone, and is found by its blind index`() throws {
        let key = StorageKey(SecretKey())
        let sealed = key.seal([1, 2], at: "rows/value/7")
        #expect(try key.open(sealed, at: "rows/value/7") == [1, 2])
        #expect(throws: SealingError.doesNotOpen) { try key.open(sealed, at: "rows/value/8") }
        #expect(throws: SealingError.doesNotOpen) { try StorageKey(SecretKey()).open(sealed, at: "rows/value/7") }
        #expect(throws: SealingError.doesNotOpen) { try key.open([1], at: "rows/value/7") }
        #expect(key.index([1], of: "a") == key.index([1], of: "a"))
        #expect(key.index([1], of: "a") != key.index([1], of: "b"))
        #expect(key.index([1], of: "a") != StorageKey(SecretKey()).index([1], of: "a"))
    }
}

struct MailboxNumberTests {
    @Test func `each binding of an account has numbers of its own, which never meet`() {
        #expect(PairSecret.firstNumber(serial: 1) == 0)
        #expect(PairSecret.firstNumber(serial: 2) == 1 << 32)
        #expect(PairSecret.firstNumber(serial: 3) - PairSecret.firstNumber(serial: 2) == 1 << 32)
        // What no registrar signs stays within what a database holds.
        #expect(PairSecret.firstNumber(serial: .max) < UInt64(Int64.max) - 1 << 32)
        #expect(PairSecret.firstNumber(serial: 0) == 0)
    }
}

struct RecoveryCodeTests {
    @Test func `a code is read as people write it`() throws {
        let code = RecoveryCode()
        let text = code.text
        #expect(text.count == 34)
        #expect(text.split(separator: "-").allSatisfy { $0.count == 4 })
        let careless = text.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing("1", with: "l")
        #expect(try RecoveryCode(careless).text == text)
    }

    @Test func `one wrong character, two, and two that changed places are always noticed`() throws {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for _ in 0..<20 {
            let text = Array(RecoveryCode().text)
            for index in text.indices where text[index] != "-" {
                for other in alphabet where other != text[index] {
                    var wrong = text
                    wrong[index] = other
                    #expect(throws: RecoveryCodeError.wrongCheck) { try RecoveryCode(String(wrong)) }
                }
                for second in text.indices where second > index && text[second] != "-" {
                    var wrong = text
                    wrong.swapAt(index, second)
                    if wrong != text {
                        #expect(throws: RecoveryCodeError.wrongCheck) { try RecoveryCode(String(wrong)) }
                    }
                    wrong[index] = try #require(alphabet.randomElement())
                    wrong[second] = try #require(alphabet.randomElement())
                    if wrong != text {
                        #expect(throws: RecoveryCodeError.wrongCheck) { try RecoveryCode(String(wrong)) }
                    }
                }
            }
        }
    }

    @Test func `other lengths and characters are told apart`() {
        #expect(throws: RecoveryCodeError.wrongCount(found: 4, expected: 28)) { try RecoveryCode("0000") }
        #expect(throws: RecoveryCodeError.unknownCharacter(position: 3)) { try RecoveryCode("00U0") }
        #expect(throws: RecoveryCodeError.unknownCharacter(position: 2)) { try RecoveryCode("0示") }
    }

    @Test func `the code of zeros is written down`() throws {
        #expect(try RecoveryCode("0000-0000-0000-0000-0000-0000-0000").text == "0000-0000-0000-0000-0000-0000-0000")
        let code = try #require(try Vectors.read("codes.txt").first)
        #expect(try RecoveryCode(code.value).text == code.value)
    }
}
