import HTTPTypes
import HummingbirdTesting
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

/// Codes that wallets show: a minute, one call, and nothing but from a relying party.
struct CodeRoutesTests {
    private let handle = Digest.sample("亮码")

    private func expect(
        _ code: ProblemCode, sourceLocation: SourceLocation = #_sourceLocation, _ work: () throws(Problem) -> Void
    ) {
        let refused: Problem?
        do throws(Problem) {
            try work()
            refused = nil
        } catch { refused = error }
        #expect(refused?.code == code.rawValue, sourceLocation: sourceLocation)
    }

    private func call(
        _ handle: Digest, in served: ServedNode, by member: TestMember = .bank, key: PrivateKey? = nil,
        origin: String? = nil
    ) -> [UInt8] {
        CodeCall(handle: handle, sealed: [1, 2, 3]).signed(
            by: key ?? member.key, of: member.id, origin: origin ?? served.network.origin,
            now: served.signer.clock / 1_000
        ).bytes
    }

    @Test func `a code that is scanned after its minute is refused, and later it is unknown`() throws {
        let (board, start) = (CodeBoard(), ContinuousClock.now)
        #expect(try board.show(handle, by: .unknown, at: start) == 60)
        #expect(try board.show(handle, by: .unknown, at: start + .seconds(59)) == 1)
        #expect(try board.call(to: handle, at: start + .seconds(59)) == nil)
        expect(.codeOver) { () throws(Problem) in try board.take([1], to: handle, at: start + .seconds(60)) }
        expect(.codeOver) { () throws(Problem) in
            _ = try board.show(handle, by: .unknown, at: start + .seconds(61))
        }
        expect(.codeOver) { () throws(Problem) in _ = try board.call(to: handle, at: start + .seconds(61)) }
        expect(.noSuchCode) { () throws(Problem) in try board.take([1], to: handle, at: start + .seconds(120)) }
    }

    @Test func `a code is scanned once, and the wallet still finds the call when the minute is over`() throws {
        let (board, start) = (CodeBoard(), ContinuousClock.now)
        _ = try board.show(handle, by: .unknown, at: start)
        try board.take([1], to: handle, at: start + .seconds(59))
        // The same bytes are the same scan, whose answer was lost.
        try board.take([1], to: handle, at: start + .seconds(60))
        expect(.codeTaken) { () throws(Problem) in try board.take([2], to: handle, at: start + .seconds(59)) }
        #expect(try board.call(to: handle, at: start + .seconds(70)) == [1])
        expect(.noSuchCode) { () throws(Problem) in try board.take([1], to: .sample("另一"), at: start) }
    }

    @Test func `a client has a quarter of the board, and what is over makes room`() throws {
        let (board, start) = (CodeBoard(limit: 8), ContinuousClock.now)
        for number in 0..<2 { _ = try board.show(.sample("甲\(number)"), by: .v4(1), at: start) }
        expect(.codesFull) { () throws(Problem) in _ = try board.show(.sample("甲"), by: .v4(1), at: start) }
        for client in 2..<5 {
            for number in 0..<2 {
                _ = try board.show(.sample("乙\(client)\(number)"), by: .v4(UInt64(client)), at: start)
            }
        }
        expect(.codesFull) { () throws(Problem) in _ = try board.show(.sample("丙"), by: .v4(9), at: start) }
        #expect(try board.show(.sample("丙"), by: .v4(9), at: start + .seconds(121)) == 60)
    }

    @Test func `a desk's call waits for the wallet, and a second one is refused`() async throws {
        try await ServedNode.run { served in
            let path = "/codes/\(handle.hex)"
            try expectProblem(try await served.get(path), .noSuchCode)
            let bytes = call(handle, in: served)
            let early = try await served.post(bytes: bytes, to: path, mediaType: "application/cose")
            try expectProblem(early, .noSuchCode)
            let shown = try await served.post(bytes: handle.bytes, to: "/codes")
            #expect(shown.status == .created)
            let body: ShownCodeBody = try shown.json()
            #expect((1...60).contains(body.seconds))
            #expect(try await served.get(path).status == .noContent)
            let taken = try await served.post(bytes: bytes, to: path, mediaType: "application/cose")
            #expect(taken.status == .noContent)
            let found = try await served.get(path)
            #expect(found.status == .ok && found.bytes == bytes)
            #expect(CodeCall.read(found.bytes, origin: served.network.origin)?.by == TestMember.bank.id)
            let other = CodeCall(handle: handle, sealed: [4]).signed(
                by: TestMember.notary.key, of: TestMember.notary.id, origin: served.network.origin,
                now: served.signer.clock / 1_000)
            let second = try await served.post(bytes: other.bytes, to: path, mediaType: "application/cose")
            try expectProblem(second, .codeTaken)
        }
    }

    @Test func `nobody but a relying party calls`() async throws {
        try await ServedNode.run { served in
            let path = "/codes/\(handle.hex)"
            _ = try await served.post(bytes: handle.bytes, to: "/codes")
            for bytes in [
                call(handle, in: served, by: .police), call(handle, in: served, key: TestKey.own("stranger")),
            ] {
                let answer = try await served.post(bytes: bytes, to: path, mediaType: "application/cose")
                try expectProblem(answer, .codeStranger)
            }
            for bytes in [
                call(.sample("另一"), in: served), call(handle, in: served, origin: "other/00"), [], [0xd2],
            ] {
                let answer = try await served.post(bytes: bytes, to: path, mediaType: "application/cose")
                try expectProblem(answer, .codeUnreadable)
            }
            let long = try await served.post(
                bytes: [UInt8](repeating: 0, count: CodeCall.maxByteCount + 1), to: path,
                mediaType: "application/cose")
            try expectProblem(long, .bodyTooLarge)
            try expectProblem(try await served.post(bytes: [1], to: "/codes"), .codeUnreadable)
            try expectProblem(try await served.get("/codes/0a"), .badParameter)
            try expectProblem(
                try await served.post(bytes: call(handle, in: served), to: path), .wrongMediaType)
            #expect(try await served.get(path).status == .noContent)
        }
    }
}

extension Digest {
    fileprivate static func sample(_ text: String) -> Digest { SHA256.digest(Array(text.utf8)) }
}
