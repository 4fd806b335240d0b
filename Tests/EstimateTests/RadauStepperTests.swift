import Estimate
import LinearAlgebra
import Simulate
import Testing

@Suite struct RadauStepperTests {
    @Test func `states and sensitivities agree with the matrix exponential`() {
        let plant = LinearPlant.tanks
        var stepper = RadauStepper(plant.model)
        stepper.tolerance = 1e-10
        var x = [3.0, -7.0]
        let stretch = RadauStepper.Stretch(start: 0, length: 60, inputs: [4], parameters: [])
        let isDone = stepper.advance(&x, over: stretch, withSensitivities: true)
        #expect(isDone)
        let (f, g) = plant.exact(over: 60)
        let exact = zip(f * [3, -7], g * [4]).map { $0 + $1 }
        for i in 0..<2 {
            #expect(abs(x[i] - exact[i]) < 1e-8)
            for j in 0..<2 { #expect(abs(stepper.transition[i, j] - f[i, j]) < 1e-8) }
        }
    }
}
