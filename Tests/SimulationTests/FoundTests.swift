import Simulation
import Testing

/// Seeds that once broke a rule.
struct FoundTests {
    /// 636, 738 and 1830: a peer that hung took every second turn of a node that was behind. 738 once more: a block was
    /// counted as final before its checkpoint was durable, and the only node that had it could not show it. 20274347: a
    /// simulated node did not read again the blocks that a run begins with. 20340296: a block was appended to the log
    /// before the one below it was settled, for both had been decided while the node was away. 20355121: a last block
    /// that had changed on the disk since it was stored was cosigned at a start. 20375659: a node that came by the
    /// decision of the block below only when its round was under way never gave the votes of that round.
    @Test(arguments: [636, 738, 1_830, 20_274_347, 20_340_296, 20_355_121, 20_375_659] as [UInt64])
    func `a seed that once broke a rule breaks none`(_ seed: UInt64) {
        #expect(SimulatedRun.play(Scenario(seed: seed)).breaches == [])
    }
}
