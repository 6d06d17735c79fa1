import Ledger
import Testing

struct QuorumTests {
    @Test func `a quorum is the smallest number whose pairs share an honest validator, for every n and f`() {
        for validators in 1...200 {
            for liars in 0...(validators - 1) / 3 {
                let quorum = Quorum(validators: validators, liars: liars)
                #expect(2 * quorum.count - validators >= liars + 1)
                #expect(2 * (quorum.count - 1) - validators < liars + 1)
                #expect(quorum.count <= validators - liars)
                #expect(quorum.count >= 2 * liars + 1)
                #expect(quorum.silent == validators - quorum.count)
            }
        }
    }

    /// n, f, q, silent, and the liars that a certificate of q withstands.
    @Test(arguments: [
        [1, 0, 1, 0, 0], [2, 0, 2, 0, 1], [3, 0, 2, 1, 0], [4, 1, 3, 1, 1], [5, 1, 4, 1, 2], [5, 0, 3, 2, 0],
        [6, 1, 4, 2, 1], [7, 2, 5, 2, 2], [8, 2, 6, 2, 3], [9, 2, 6, 3, 2], [10, 3, 7, 3, 3], [13, 4, 9, 4, 4],
        [16, 5, 11, 5, 5], [19, 6, 13, 6, 6], [20, 6, 14, 6, 7],
    ])
    func `the quorum of a network is that of the table`(_ row: [Int]) {
        let quorum = Quorum(validators: row[0], liars: row[1])
        #expect([quorum.count, quorum.silent, quorum.assurance(signatures: quorum.count)] == Array(row[2...]))
    }

    @Test func `each signature beyond the quorum withstands one liar more, and none is ever below zero`() {
        for validators in 1...200 {
            for liars in 0...(validators - 1) / 3 {
                let quorum = Quorum(validators: validators, liars: liars)
                for signatures in quorum.count...validators {
                    let expected = quorum.count + signatures - validators - 1
                    #expect(quorum.assurance(signatures: signatures) == expected)
                }
                #expect(quorum.assurance(signatures: 0) == max(0, quorum.count - validators - 1))
            }
        }
    }
}
