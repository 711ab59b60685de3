/* A whole number with its unit beside it. The unit is no part of what is typed: when it changed with the number (1 day, 14 days),
 * the caret would jump while one types. */
import { NumberInput, type NumberInputProps } from "@mantine/core";

export function UnitInput({ unit, ...rest }: NumberInputProps & { unit?: string }) {
    return (
        <NumberInput
            {...rest} hideControls allowDecimal={false} aria-description={unit}
            rightSection={unit ? <span className="dim" aria-hidden>{unit}</span> : undefined} rightSectionPointerEvents="none" rightSectionWidth={unit ? `${unit.length + 2}ch` : undefined}
        />
    );
}
