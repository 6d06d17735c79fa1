import Foundation
import Ledger
import NodeAPI
import Rulebook
import Signing
import TestSupport
import Testing

struct RefusalWordsTests {
    @Test func `every refusal has words of its own in both languages`() {
        #expect(RefusalSamples.all.count > 60)
        #expect(Set(RefusalSamples.all.map(\.code)).count == RefusalSamples.all.count)
        let details = RefusalSamples.all.map(\.words.detail)
        #expect(Set(details).count == details.count)
    }

    @Test(arguments: RefusalSamples.all)
    func `words are sentences, in Chinese and in English`(_ refusal: Refusal) {
        let words = refusal.words
        for text in [words.detail.zh, words.next.zh] {
            #expect(text.hasSuffix("。"))
            #expect(text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
        }
        for text in [words.detail.en, words.next.en] {
            #expect(text.hasSuffix("."))
            #expect(text.first?.isUppercase == true || text.first?.isNumber == true)
            let own = text.replacing("示例", with: "")
            #expect(!own.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
        }
    }

    @Test(arguments: [
        (Refusal.wrongUseIndex(found: 5, expected: 3), ["5", "3"]),
        (.expired(notAfter: 1_793_491_200, now: 1_793_491_201_500), ["2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z"]),
        (.keyNotValid(TestKey.own("a").publicKey.id, from: 0, until: nil), ["1970-01-01T00:00:00Z"]),
        (.alreadyUsed(GrantID(Digest.leaf([1])), index: 2, winner: RefusalSamples.winner), ["block 7", "Use 2"]),
        (
            .badUse(position: 16, .alreadyUsed(GrantID(Digest.leaf([1])), index: 2, winner: RefusalSamples.winner)),
            ["number 17", "block 7", "Use 2"]
        ),
        (.limitNotTighter(GrantID(Digest.leaf([1])), .uses, asked: 5, limit: 3), ["5", "3"]),
        (.limitNotTighter(GrantID(Digest.leaf([1])), .expiry, asked: 2, limit: 1), ["1970-01-01T00:00:02Z"]),
        (.limitNotTighter(GrantID(Digest.leaf([1])), .pause, asked: 1, limit: 2), ["1970-01-01T00:00:02Z"]),
        (.badPayload(.wrongCount(offset: 9, expected: 4, found: 5)), ["9", "4", "5"]),
        (.notAStatement(.encoding(.tooLong(offset: 1, limit: 2, found: 3))), ["byte 1", "3", "2"]),
    ])
    func `words hold the facts`(_ refusal: Refusal, _ facts: [String]) {
        for fact in facts { #expect(refusal.words.detail.en.contains(fact)) }
    }

    @Test func `what a stranger wrote cannot break the sentence around it`() {
        let hostile = "a\u{1b}[31m\nb\u{202e}" + String(repeating: "x", count: 500)
        let refusals: [Refusal] = [
            .unknownMember(hostile), .unknownAct(contentType: hostile), .wrongOrigin(found: hostile, expected: "o"),
        ]
        for refusal in refusals {
            for text in [refusal.words.detail.en, refusal.words.detail.zh] {
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e })
                #expect(text.count < 300)
            }
        }
    }

    @Test func `errors of the form have words of their own`() {
        let statements: [StatementError] = [
            .encoding(.truncated(offset: 1)), .tooLarge(byteCount: 1), .notAStatement(firstByte: nil),
            .notAStatement(firstByte: 1), .unprotectedHeaderNotEmpty, .unknownAlgorithm(1), .headerIncomplete,
            .noSignature, .signersOutOfOrder,
        ]
        let encodings: [CBORError] = [
            .truncated(offset: 1), .notShortest(offset: 1), .indefiniteLength(offset: 1),
            .reservedHead(offset: 1, byte: 2), .expected(.map, offset: 1, found: 2),
            .wrongCount(offset: 1, expected: 2, found: 3), .tooLong(offset: 1, limit: 2, found: 3),
            .notUTF8(offset: 1), .outOfRange(offset: 1), .mapKeysOutOfOrder(offset: 1), .unknownMapKey(offset: 1),
            .unknownCode(offset: 1, code: 2), .trailingBytes(offset: 1), .tooDeep(offset: 1),
        ]
        let words = statements.map(\.words) + encodings.dropFirst().map(\.words)
        #expect(Set(words).count == words.count)
    }
}

struct OutcomeTextTests {
    @Test func `the lean text of outcomes is what the reader of bodies expects`() throws {
        let id = StatementID(Digest.leaf([1]))
        let ledger = TestLedger.threeNodes
        let assurance = try #require(AssuranceBody(ledger.note(), in: ledger.network))
        let winner = WinnerBody(RefusalSamples.winner, receipt: "a\n\nb\n", assurance: assurance)
        var outcomes: [OutcomeBody] = [
            .pending(id),
            .final(
                id, height: Height(1), index: LeafIndex(2), time: 3,
                receipt: "— \"quoted\" \\ back\u{1}\n\t回执\r\n", assurance: assurance),
            .refused(nil, .unknownMember("\u{0}\"\\"), height: Height(4), signed: [], winner: nil),
        ]
        outcomes += RefusalSamples.all.map { .refused(id, $0, height: Height(5), signed: [1, 2, 3], winner: winner) }
        let text = JSONText.outcomes(outcomes)
        #expect(try JSONDecoder().decode(OutcomesBody.self, from: Data(text)).outcomes == outcomes)
        _ = try JSONValue(parsing: text, maxByteCount: .max)
    }

    @Test func `nothing is written for an empty list but the list`() {
        #expect(String(decoding: JSONText.outcomes([]), as: UTF8.self) == "{\"outcomes\":[]}")
    }
}
