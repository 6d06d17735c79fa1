import NodeAPI
import Releasing
import Rulebook
import Signing
import Testing

struct DepositWordsTests {
    private static func samples() throws -> [DepositRefusal] {
        let position = try #require(Position(2))
        let use = try #require(SecretIndex(use: 3))
        let range = try #require(UseRange(1...4))
        let context = GrantContext(origin: "o", grant: .zero, set: .zero, party: "bank")
        return [
            .tooLarge(bytes: 9, limit: 8), .encoding(.truncated(offset: 1)), .missing(.ticket(use)),
            .differs(.trace), .otherManifest(found: .zero, expected: SHA256.digest([1])), .otherContext(context),
            .otherQuorum(found: 2, shares: 3, expected: 3, validators: 4), .otherRegulator, .uses(range, most: 3),
            .expiry(9, allowed: 1...8), .bytesLeft(7, needed: 8), .entriesLeft(7, needed: 8), .partDoesNotOpen,
            .partDiffers(use), .sharesDoNotOpen(position), .sharesIncomplete(position), .shareDiffers(position, use),
        ]
    }

    @Test func `every refusal of a deposit is a sentence of its own, in Chinese and in English`() throws {
        let refusals = try Self.samples()
        let problems =
            refusals.map { Problem($0) } + [
                .notADeposit("x"), .depositTooMany(4, minutes: 10),
                .depositTooFast(MemberID(checked: "bank"), bytesPerSecond: 7),
                .depositNoRegulator(SceneCode(checked: "loan")), .depositFull(bytes: 9, limit: 8),
                .depositDiskFull(free: 9, reserve: 8), .depositsOut,
            ]
        #expect(Set(problems.map(\.detail)).count == problems.count)
        for (problem, place) in zip(problems, problems.indices) {
            let code = ProblemCode(rawValue: problem.code)
            #expect(code.map(\.status) ?? 422 == problem.status, "\(place)")
            for text in [problem.detailZh, problem.nextZh] {
                #expect(text.hasSuffix("。"))
                #expect(text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
            }
            for text in [problem.detail, problem.next] {
                #expect(text.hasSuffix(".") && text.first?.isUppercase == true || text.first?.isNumber == true)
                #expect(!text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
            }
        }
    }

    @Test func `a deposit with its leave has one encoding`() throws {
        let handed = HandedDeposit(leave: [1, 2], deposit: [3])
        #expect(handed.encoded == [0x83, 1, 0x42, 1, 2, 0x41, 3])
        #expect(try HandedDeposit(decoding: handed.encoded) == handed)
        for bytes in [[0x83, 2, 0x42, 1, 2, 0x41, 3], [0x82, 1, 0x41, 3], handed.encoded + [0]] as [[UInt8]] {
            #expect(throws: CBORError.self) { try HandedDeposit(decoding: bytes) }
        }
    }
}
