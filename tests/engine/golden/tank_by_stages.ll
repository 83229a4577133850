declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %stage = alloca [1 x <8 x double>], align 64
  %slopes = alloca [1 x <8 x double>], align 64
  %rates = alloca [1 x <8 x double>], align 64
  %v1 = insertelement <8 x double> poison, double %dt, i32 0
  %v2 = shufflevector <8 x double> %v1, <8 x double> poison, <8 x i32> zeroinitializer
  br label %block
block:
  %b = phi i64 [ %first, %entry ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  %v3 = insertelement <8 x double> poison, double %start, i32 0
  %v4 = shufflevector <8 x double> %v3, <8 x double> poison, <8 x i32> zeroinitializer
  %v5 = getelementptr ptr, ptr %inputs, i64 0
  %v6 = load ptr, ptr %v5
  %v7 = getelementptr i64, ptr %strides, i64 0
  %v8 = load i64, ptr %v7
  %v9 = mul i64 %lane, %v8
  %v10 = getelementptr double, ptr %v6, i64 %v9
  %v11 = load <8 x double>, ptr %v10, align 8
  %v12 = fdiv <8 x double> splat (double 0x3FF0000000000000), %v11
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v13 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v13, align 64
  br label %begun
begun:
  br label %save.loop
save.loop:
  %s = phi i64 [ 0, %begun ], [ %s.next, %move.last ]
  %k.first = mul i64 %s, %every
  %k.next.save = add i64 %k.first, %every
  br label %step
step:
  %k = phi i64 [ %k.first, %save.loop ], [ %k.next, %moved ]
  %v14 = getelementptr <8 x double>, ptr %states, i64 0
  %v15 = load <8 x double>, ptr %v14, align 64
  %v16 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v15, ptr %v16, align 64
  %v17 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v17, align 64
  br label %stage.loop
stage.loop:
  %i = phi i64 [ 0, %step ], [ %i.next, %stage.done ]
  %v18 = sitofp i64 %k to double
  %v19 = fmul double %v18, %dt
  %v20 = fadd double %start, %v19
  %v21 = insertelement <8 x double> poison, double %v20, i32 0
  %v22 = shufflevector <8 x double> %v21, <8 x double> poison, <8 x i32> zeroinitializer
  %v23 = add i64 %i, 1
  %v24 = udiv i64 %v23, 2
  %v25 = mul i64 %k, 2
  %v26 = add i64 %v25, %v24
  %v27 = sitofp i64 %v26 to double
  %v28 = fmul double %v27, 0.5
  %v29 = fmul double %v28, %dt
  %v30 = fadd double %start, %v29
  %v31 = insertelement <8 x double> poison, double %v30, i32 0
  %v32 = shufflevector <8 x double> %v31, <8 x double> poison, <8 x i32> zeroinitializer
  %v33 = getelementptr <8 x double>, ptr %stage, i64 0
  %v34 = load <8 x double>, ptr %v33, align 64
  %v35 = fneg <8 x double> %v34
  %v36 = fmul <8 x double> %v35, %v12
  %v37 = fneg <8 x double> %v36
  %v38 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v37, <8 x double> %v11, <8 x double> %v35)
  %v39 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v38, <8 x double> %v12, <8 x double> %v36)
  %is.save = icmp eq i64 %k, %k.first
  %v40 = icmp eq i64 %i, 0
  %v41 = and i1 %is.save, %v40
  br i1 %v41, label %save, label %move
save:
  %v42 = load <8 x double>, ptr %doubt, align 64
  %v43 = mul i64 %saves, 0
  %v44 = add i64 %s, %v43
  %v45 = mul i64 %v44, %row
  %v46 = add i64 %v45, %lane
  %v47 = getelementptr double, ptr %out, i64 %v46
  store <8 x double> %v34, ptr %v47, align 64
  %v48 = fsub <8 x double> %v34, %v34
  %v49 = fadd <8 x double> %v42, %v48
  store <8 x double> %v49, ptr %doubt, align 64
  %s.plus = add i64 %s, 1
  %is.last = icmp eq i64 %s.plus, %saves
  br i1 %is.last, label %finish, label %move
move:
  %is.first.stage = icmp eq i64 %i, 0
  br i1 %is.first.stage, label %discrete, label %stage.move
discrete:
  br label %stage.move
stage.move:
  %v50 = sub i64 %i, 1
  %v51 = icmp ult i64 %v50, 2
  %v52 = select i1 %v51, double 0x3FD5555555555555, double 0x3FC5555555555555
  %v53 = insertelement <8 x double> poison, double %v52, i32 0
  %v54 = shufflevector <8 x double> %v53, <8 x double> poison, <8 x i32> zeroinitializer
  %v55 = icmp eq i64 %i, 2
  %v56 = select i1 %v55, double 1.0, double 0.5
  %v57 = fmul double %dt, %v56
  %v58 = insertelement <8 x double> poison, double %v57, i32 0
  %v59 = shufflevector <8 x double> %v58, <8 x double> poison, <8 x i32> zeroinitializer
  %v60 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v61 = load <8 x double>, ptr %v60, align 64
  %v62 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v54, <8 x double> %v39, <8 x double> %v61)
  %v63 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> %v62, ptr %v63, align 64
  %v64 = getelementptr <8 x double>, ptr %states, i64 0
  %v65 = load <8 x double>, ptr %v64, align 64
  %v66 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v59, <8 x double> %v39, <8 x double> %v65)
  %v67 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v66, ptr %v67, align 64
  %i.next = add i64 %i, 1
  %is.last.stage = icmp eq i64 %i.next, 4
  br i1 %is.last.stage, label %commit, label %stage.done
stage.done:
  br label %stage.loop
commit:
  %v68 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v69 = load <8 x double>, ptr %v68, align 64
  %v70 = getelementptr <8 x double>, ptr %states, i64 0
  %v71 = load <8 x double>, ptr %v70, align 64
  %v72 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v2, <8 x double> %v69, <8 x double> %v71)
  %v73 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v72, ptr %v73, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %is.next.save = icmp eq i64 %k.next, %k.next.save
  br i1 %is.next.save, label %move.last, label %step
move.last:
  %s.next = add i64 %s, 1
  br label %save.loop
finish:
  %v74 = load <8 x double>, ptr %doubt, align 64
  %v75 = getelementptr <8 x double>, ptr %states, i64 0
  %v76 = load <8 x double>, ptr %v75, align 64
  %v77 = fsub <8 x double> %v76, %v76
  %v78 = fadd <8 x double> %v74, %v77
  %v79 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v78, ptr %v79, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
