import Connect
import ConnectModbus
import Tags
import Testing

@Suite struct RegisterCodecTests {
    @Test func `the four word orders lie as their letters say`() {
        // 1250.5 is 0x449C5000 in IEEE 754.
        func registers(_ order: WordOrder) -> [UInt16]? {
            RegisterCodec.encode(1250.5, as: .float32, order: order)
        }
        #expect(registers(.highFirst) == [0x449C, 0x5000])
        #expect(registers(.lowFirst) == [0x5000, 0x449C])
        #expect(registers(.highFirstSwapped) == [0x9C44, 0x0050])
        #expect(registers(.lowFirstSwapped) == [0x0050, 0x9C44])
    }

    @Test(arguments: RegisterEncoding.allCases, WordOrder.allCases)
    func `what is encoded decodes to itself`(encoding: RegisterEncoding, order: WordOrder) {
        let values: [Double] =
            switch encoding {
            case .float32: [0, -0.0, 1.5, -273.15, 1e30, 1.25e-30]
            case .uint16: [0, 1, 65_535]
            case .int16: [-32_768, -1, 32_767]
            case .int32: [-2_147_483_648, -65_537, 2_147_483_647]
            case .uint32: [0, 65_536, 4_294_967_295]
            case .bool: [0, 1]
            }
        for value in values {
            let registers = RegisterCodec.encode(value, as: encoding, order: order) ?? []
            #expect(registers.count == encoding.width)
            let back = RegisterCodec.decode(registers[...], as: encoding, order: order)
            #expect(back == (encoding == .float32 ? Double(Float(value)) : value))
        }
    }

    @Test func `NaN and infinity are read as they are and never written`() {
        let nan = RegisterCodec.decode([0x7FC0, 0x0000], as: .float32, order: .highFirst)
        let infinity = RegisterCodec.decode([0xFF80, 0x0000], as: .float32, order: .highFirst)
        #expect(nan.isNaN && infinity == -.infinity)
        for value in [Double.nan, .infinity, 1e39] {
            #expect(RegisterCodec.encode(value, as: .float32, order: .highFirst) == nil)
        }
    }

    @Test func `a number that does not fit is not written`() {
        #expect(RegisterCodec.encode(65_536, as: .uint16, order: .highFirst) == nil)
        #expect(RegisterCodec.encode(-1, as: .uint16, order: .highFirst) == nil)
        #expect(RegisterCodec.encode(1.5, as: .int16, order: .highFirst) == nil)
        #expect(RegisterCodec.encode(2, as: .bool, order: .highFirst) == nil)
        #expect(RegisterCodec.encode(4_294_967_296, as: .uint32, order: .highFirst) == nil)
    }

    private func point(
        _ tag: String, _ area: ModbusArea, _ number: Int, _ encoding: RegisterEncoding
    ) -> ModbusPoint {
        ModbusPoint(tag: TagName(tag), area: area, number: number, encoding: encoding)
    }

    @Test func `neighbours share a request, gaps and other areas do not`() throws {
        let map = try ModbusMap([
            point("C", .input, 205, .float32), point("A", .input, 201, .float32),
            point("B", .input, 203, .float32), point("D", .input, 209, .uint16),
            point("E", .holding, 201, .float32), point("F", .discrete, 3, .bool),
        ])
        let blocks = map.blocks.filter { $0.area == .input }
        #expect(blocks.map(\.address) == [200, 208] && blocks.map(\.count) == [6, 1])
        #expect(blocks[0].members == [1, 2, 0])
        #expect(map.blocks.count == 4)
    }

    @Test func `a request never asks for more than the protocol allows`() throws {
        let points = (0..<100).map { point("T\($0)", .input, 1 + 2 * $0, .float32) }
        let map = try ModbusMap(points)
        #expect(map.blocks.map(\.count).reduce(0, +) == 200)
        #expect(map.blocks.allSatisfy { $0.count <= 125 })
    }

    @Test func `a map that cannot be right is refused by name`() {
        #expect(throws: ModbusMapError.duplicate(TagName("A"))) {
            _ = try ModbusMap([point("A", .input, 1, .uint16), point("A", .input, 2, .uint16)])
        }
        #expect(throws: ModbusMapError.wrongEncoding(TagName("A"), .bool, .input)) {
            _ = try ModbusMap([point("A", .input, 1, .bool)])
        }
        #expect(throws: ModbusMapError.outOfRange(TagName("A"), "input register 0")) {
            _ = try ModbusMap([point("A", .input, 0, .uint16)])
        }
        #expect(throws: ModbusMapError.outOfRange(TagName("A"), "holding register 65536")) {
            _ = try ModbusMap([point("A", .holding, 65_536, .float32)])
        }
    }
}
